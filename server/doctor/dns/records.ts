/** Reads records out of answers. Names come in lower case and without the last dot. */
import type { Answer, CaaData, DnskeyData, DsData, MxData, RrsigData, SoaData } from 'dns-packet';

interface DataOf {
  readonly A: string;
  readonly AAAA: string;
  readonly NS: string;
  readonly CNAME: string;
  readonly SOA: SoaData;
  readonly MX: MxData;
  readonly TXT: readonly (string | Buffer)[];
  readonly CAA: CaaData;
  readonly DS: DsData;
  readonly DNSKEY: DnskeyData;
  readonly RRSIG: RrsigData;
}

export interface ResourceRecord<T extends keyof DataOf> {
  readonly name: string;
  readonly ttlSeconds: number;
  readonly data: DataOf[T];
}

export const canonicalName = (name: string): string => name.toLowerCase().replace(/\.$/, '');

export function recordsOf<T extends keyof DataOf>(section: readonly Answer[], type: T): readonly ResourceRecord<T>[] {
  return section.flatMap((record) =>
    record.type === type && 'data' in record
      ? [
          {
            name: canonicalName(record.name),
            ttlSeconds: 'ttl' in record ? (record.ttl ?? 0) : 0,
            data: record.data as DataOf[T],
          },
        ]
      : [],
  );
}

export const namesIn = (records: readonly ResourceRecord<'NS' | 'CNAME'>[]): readonly string[] =>
  [...new Set(records.map(({ data }) => canonicalName(data)))].sort();

/** A text that is longer than 255 bytes comes in parts. */
export const textOf = ({ data }: ResourceRecord<'TXT'>): string => data.map(String).join('');

/** `www.essence-aura.com` and all above it; not the root. */
export function climb(name: string): readonly string[] {
  const labels = name.split('.');
  return labels.map((_, i) => labels.slice(i).join('.'));
}

export const isWithin = (name: string, zone: string): boolean =>
  zone === '' || name === zone || name.endsWith(`.${zone}`);

export const parentOf = (name: string): string => name.split('.').slice(1).join('.');
