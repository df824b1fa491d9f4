import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** Seals texts so that nobody without the secret reads or makes one. */
export interface Sealer {
  /** What is sealed for one purpose opens for no other. */
  seal: (text: string, purpose: string) => string;
  /** null for what was not sealed with a secret that is known, or for another purpose. */
  open: (sealed: string, purpose: string) => string | null;
}

const algorithm = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;

/** AES-256-GCM with a key of the secret; what the previous secret sealed still opens. */
export function createSealer(secret: string, previous?: string): Sealer {
  const keys = [secret, previous].filter((one) => one !== undefined).map(keyFrom);
  const [newest = keyFrom(secret)] = keys;
  return {
    seal: (text, purpose) => {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv(algorithm, newest, iv, { authTagLength: tagBytes }).setAAD(Buffer.from(purpose));
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
    },
    open: (sealed, purpose) => {
      const bytes = Buffer.from(sealed, 'base64url');
      if (bytes.length < ivBytes + tagBytes) return null;
      for (const key of keys) {
        const text = opened(bytes, key, purpose);
        if (text !== null) return text;
      }
      return null;
    },
  };
}

function keyFrom(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'backstroke sessions', 32));
}

function opened(bytes: Buffer, key: Buffer, purpose: string): string | null {
  try {
    const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, ivBytes), { authTagLength: tagBytes });
    decipher.setAAD(Buffer.from(purpose)).setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
    return decipher.update(bytes.subarray(ivBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return null;
  }
}
