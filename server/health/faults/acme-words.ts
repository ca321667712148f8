/** What CAs say when they refuse (Boulder's and Pebble's words; RFC 8555, 6.7), and which fault each of them means. */
interface Saying {
  readonly id: string;
  readonly pattern: RegExp;
}

/** The first that fits counts: the narrower ones stand above. */
const SAYINGS: readonly Saying[] = [
  { id: 'ACME-06', pattern: /temporarily prevented from requesting certificates/i },
  { id: 'ACME-04', pattern: /too many certificates[^"]*already issued for (this|the) exact set/i },
  { id: 'ACME-07', pattern: /too many certificates[^"]*already issued for "/i },
  { id: 'ACME-05', pattern: /too many failed authorizations/i },
  { id: 'ACME-08', pattern: /too many new registrations/i },
  { id: 'ACME-09', pattern: /invalidContact|unsupportedContact|contact email|contact method/i },
  { id: 'ACME-11', pattern: /(unable to|cannot) update challenge/i },
  { id: 'ACME-12', pattern: /orderNotReady|not acceptable for finalization/i },
  { id: 'ACME-10', pattern: /accountDoesNotExist|account "?[^"]*"? not found|has status "?deactivated|KeyID/i },
  {
    id: 'ACME-15',
    pattern: /rejectedIdentifier|forbidden by policy|valid public suffix|invalid character in DNS name/i,
  },
  { id: 'DNS-07', pattern: /CAA record for .* prevents issuance|\bcaa: /i },
  { id: 'DNS-08', pattern: /looking up CAA/i },
  { id: 'ACME-02', pattern: /key authorization file from the server did not match|incorrect validation certificate/i },
  {
    id: 'ACME-03',
    pattern: /in redirect target|too many redirects|redirect loop|Invalid (port|host|protocol scheme)/i,
  },
  { id: 'NET-03', pattern: /during secondary validation/i },
  { id: 'ACME-01', pattern: /invalid response from http|unexpected|Non-200 status code from HTTP/i },
  { id: 'ACME-DNS', pattern: /DNS problem|looking up (A|AAAA|TXT)\b|No valid IP addresses|no such host|\bdns: /i },
  {
    id: 'ACME-CONNECT',
    pattern: /during connect|connection (refused|reset)|error getting validation data|\bconnection: |timed? ?out/i,
  },
  { id: 'ACME-14', pattern: /could not be reached|service busy|answered 5\d\d|still busy|serverInternal/i },
];

/** @param reason as status.json has it @returns the fault's id; `ACME-OTHER` for words that nobody here knows */
export function faultOfReason(reason: string): string {
  // Whether a CA can be reached is our own word, and may quote anything.
  if (/^the CA at \S+ could not be reached/i.test(reason)) return 'ACME-14';
  return SAYINGS.find(({ pattern }) => pattern.test(reason))?.id ?? 'ACME-OTHER';
}
