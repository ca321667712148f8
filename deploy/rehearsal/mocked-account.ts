/** What Pulumi's mocks say of the account, and its stand-ins too. */
export const ACCOUNT = '123456789012';
export const ZONE = 'Z0123456789ABCDEFGHIJ';

export const roleArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;
