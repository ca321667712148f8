import type { Response } from 'express';
import type { Locale } from '../../../i18n/locale';

export type PerfumePreview = (
  response: Response,
  options: {
    readonly perfumeId: number;
    readonly locale: Locale;
    readonly otherLanguage: string;
    /** What stands above the page: that it is a draft, and the way back. */
    readonly draft: { readonly label: string; readonly message: string; readonly href: string; readonly back: string };
  },
) => Promise<void>;
