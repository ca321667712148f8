import { z } from 'zod';
import { asSeen, inOneLine } from '../../values/text';
import { readForm } from '../../web/forms';
import { addDays, isDay, koreanDay } from '../figures';
import { FORMATS, type ExportName, type ExportOptions } from './exports/model';
import { FINDINGS, type FindingKind } from './imports/model';

type Form = Readonly<Record<string, unknown>>;

export const MOST_BYTES = 10 * 1024 * 1024;

export function readUpload(form: Form): { readonly keepsStock: boolean } {
  const { keep_stock } = readForm(z.strictObject({ keep_stock: z.literal('on').optional() }), form);
  return { keepsStock: keep_stock === 'on' };
}

/** Of the figures: which days. Without a format it is CSV, as forms of before ask for. */
export function readExport(name: ExportName, form: Form, now: Date): ExportOptions {
  const day = z.string().refine(isDay).optional();
  const days = name === 'figures' ? { from: day, to: day } : {};
  const parsed = readForm(z.strictObject({ format: z.enum(FORMATS).default('csv'), ...days }), form);
  const { format, from, to } = parsed as Pick<ExportOptions, 'format'> & { from?: string; to?: string };
  const today = koreanDay(now);
  return { format, range: { from: from ?? addDays(today, -365), to: to ?? today } };
}

export function readPart(query: unknown, usual: FindingKind): { readonly kind: FindingKind; readonly after: number } {
  const parsed = z
    .object({ show: z.enum(FINDINGS).catch(usual), after: z.coerce.number().int().min(0).max(1_000_000).catch(0) })
    .safeParse(query);
  return { kind: parsed.data?.show ?? usual, after: parsed.data?.after ?? 0 };
}

/** As people named it, without what could turn its reading or end its line. Browsers send UTF-8, which is read as Latin-1. */
export function fileNameOf(sent: string): string {
  const bytes = Buffer.from(sent, 'latin1');
  const utf8 = bytes.toString('utf8');
  const name = utf8.includes('\uFFFD') ? sent : utf8;
  return inOneLine(asSeen(name).replaceAll(/[/\\]/g, ' ')).slice(-200) || 'products.csv';
}
