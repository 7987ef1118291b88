/** The cause of an error by which a vendor refuses a credential for a while, whether it is right or wrong. */
export const LOCKED = new Error('The vendor has locked the credential.');

/** How long, where the vendor does not tell (docs/vendors/README.md#what-shared-code-relies-on). */
export const LOCKED_MS = 300_000;
