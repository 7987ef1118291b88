import { generateKeyPairSync } from 'node:crypto';
import forge from 'node-forge';

export interface Certificate {
  /** In PEM form, as the key. */
  readonly cert: string;
  readonly key: string;
}

export interface CertificateOptions {
  /** Default: 127.0.0.1 and localhost. */
  readonly names?: readonly string[];
  /** Days from today; default: 1, from yesterday on. */
  readonly endsInDays?: number;
  readonly beginsInDays?: number;
}

/** An authority that exists for one test, and what it signs. */
export interface Authority {
  readonly cert: string;
  readonly issue: (options?: CertificateOptions) => Certificate;
}

const DAY_MS = 86_400_000;

interface Pair {
  readonly key: string;
  readonly own: forge.pki.rsa.PrivateKey;
  readonly other: forge.pki.rsa.PublicKey;
}

function keyPair(): Pair {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return {
    key: privateKey,
    own: forge.pki.privateKeyFromPem(privateKey),
    other: forge.pki.publicKeyFromPem(publicKey),
  };
}

let serial = 0;

function newCertificate(pair: Pair, name: string, { endsInDays = 1, beginsInDays = -1 }: CertificateOptions) {
  const cert = forge.pki.createCertificate();
  serial += 1;
  cert.publicKey = pair.other;
  cert.serialNumber = serial.toString(16).padStart(4, '0');
  cert.validity.notBefore = new Date(Date.now() + beginsInDays * DAY_MS);
  cert.validity.notAfter = new Date(Date.now() + endsInDays * DAY_MS);
  cert.setSubject([{ name: 'commonName', value: name }]);
  return cert;
}

const altName = (name: string) => (/^[\d.]+$/.test(name) ? { type: 7, ip: name } : { type: 2, value: name });

/** What signs itself, for `selfSigned`, or an authority. */
export function createAuthority(name = 'a test authority'): Authority {
  const pair = keyPair();
  const root = newCertificate(pair, name, { endsInDays: 30 });
  root.setIssuer(root.subject.attributes);
  root.setExtensions([
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, critical: true },
  ]);
  root.sign(pair.own, forge.md.sha256.create());
  return {
    cert: forge.pki.certificateToPem(root),
    issue: (options = {}) => certificateBy(pair, root.subject.attributes, options),
  };
}

/** A certificate that no authority has signed. */
export function selfSigned(options: CertificateOptions = {}): Certificate {
  return certificateBy(null, [], options);
}

function certificateBy(
  signer: Pair | null,
  issuer: forge.pki.CertificateField[],
  options: CertificateOptions,
): Certificate {
  const pair = keyPair();
  const cert = newCertificate(pair, 'a test server', options);
  cert.setIssuer(signer === null ? cert.subject.attributes : issuer);
  const names = options.names ?? ['127.0.0.1', 'localhost'];
  cert.setExtensions([{ name: 'subjectAltName', altNames: names.map(altName) }]);
  cert.sign((signer ?? pair).own, forge.md.sha256.create());
  return { cert: forge.pki.certificateToPem(cert), key: pair.key };
}
