/** What decides between faults that look alike from outside. */
export const DECIDE = 'On the machine: sudo essence-aura-doctor; with AWS credentials: npm run doctor.';
