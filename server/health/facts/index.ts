/** What the processes and the doctor know, by group; who knows a group gathers all of it. */
import type { AssetFacts } from './assets';
import type { AuthorityFacts } from './authority';
import type { BackupFacts } from './backups';
import type { CertificateFacts } from './certificate';
import type { CloudFacts } from './cloud';
import type { ConfirmationFacts } from './confirmations';
import type { DatabaseFacts } from './database';
import type { DnsFacts } from './dns';
import type { HostFacts } from './host';
import type { HttpFacts } from './http';
import type { MailFacts } from './mail';
import type { MailInsideFacts } from './mail-inside';
import type { NetworkFacts } from './network';
import type { NetworkInsideFacts } from './network-inside';
import type { ProcessFacts } from './processes';
import type { ProxyFacts } from './proxy';
import type { ProxyInsideFacts } from './proxy-inside';
import type { RegistrarFacts } from './registrar';
import type { Target } from './target';
import type { TlsFacts } from './tls';

interface Given {
  readonly now: Date;
  readonly target: Target;
}

type ByLayer = RegistrarFacts & DnsFacts & CloudFacts & NetworkFacts & TlsFacts & AuthorityFacts & HttpFacts;
type Below = ProxyFacts & AssetFacts & DatabaseFacts & HostFacts & ProcessFacts & MailFacts & BackupFacts;

/** What only the shop's machine can tell of layers that have an outside too. */
type FromInside = CertificateFacts & ConfirmationFacts & NetworkInsideFacts & ProxyInsideFacts & MailInsideFacts;

export type Facts = Given & ByLayer & Below & FromInside;
export type FactName = Exclude<keyof Facts, keyof Given>;
export type { Target };
