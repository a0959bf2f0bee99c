import { createPrivateKey, X509Certificate, type webcrypto } from 'node:crypto';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';

/** A certificate for signing mail, with its key and what leads up to its root. */
export interface MailIdentity {
  readonly key: webcrypto.CryptoKey;
  readonly algorithm: 'RSASSA-PKCS1-v1_5' | 'ECDSA';
  readonly certificates: readonly pkijs.Certificate[];
}

const engine = new pkijs.CryptoEngine({ name: 'node', crypto: globalThis.crypto });
const certificates = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;
const oidData = '1.2.840.113549.1.7.1';
const oidSignedData = '1.2.840.113549.1.7.2';

/**
 * Reads a certificate (PEM, the signer's first, then its chain) and its key (PKCS #8 PEM; RSA or an elliptic curve of
 * NIST). Throws an Error that says what is wrong, for whoever configures it.
 */
export async function readMailIdentity(certificatePem: string, keyPem: string): Promise<MailIdentity> {
  const pems = certificatePem.match(certificates) ?? [];
  const [own] = pems;
  if (own === undefined) throw new Error('there is no certificate in it');
  const key = createPrivateKey(keyPem);
  if (!new X509Certificate(own).checkPrivateKey(key)) throw new Error('the key does not belong to the certificate');
  const rsa = key.asymmetricKeyType === 'rsa';
  if (!rsa && key.asymmetricKeyType !== 'ec') throw new Error('the key must be RSA or of an elliptic curve');
  const algorithm = rsa ? 'RSASSA-PKCS1-v1_5' : 'ECDSA';
  const curves: Readonly<Record<string, string>> = { prime256v1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521' };
  const namedCurve = curves[key.asymmetricKeyDetails?.namedCurve ?? ''] ?? '';
  const imported = await crypto.subtle.importKey(
    'pkcs8',
    key.export({ type: 'pkcs8', format: 'der' }),
    rsa ? { name: algorithm, hash: 'SHA-256' } : { name: algorithm, namedCurve },
    false,
    ['sign'],
  );
  const parsed = pems.map((pem) => pkijs.Certificate.fromBER(new X509Certificate(pem).raw));
  return { key: imported, algorithm, certificates: parsed };
}

/**
 * A detached signature over the bytes of a MIME entity (RFC 8551 3.5.3, CMS SignedData of RFC 5652 with SHA-256), as
 * DER. The entity must have CRLF line ends, as it will travel.
 */
export async function signDetached(identity: MailIdentity, entity: Uint8Array<ArrayBuffer>, at: Date): Promise<Buffer> {
  const [own] = identity.certificates;
  if (own === undefined) throw new Error('there is no certificate to sign with');
  const digest = await crypto.subtle.digest('SHA-256', entity);
  const attribute = (type: string, value: asn1js.BaseBlock): pkijs.Attribute =>
    new pkijs.Attribute({ type, values: [value] });
  const signer = new pkijs.SignerInfo({
    version: 1,
    sid: new pkijs.IssuerAndSerialNumber({ issuer: own.issuer, serialNumber: own.serialNumber }),
    signedAttrs: new pkijs.SignedAndUnsignedAttributes({
      type: 0,
      attributes: [
        attribute('1.2.840.113549.1.9.3', new asn1js.ObjectIdentifier({ value: oidData })),
        attribute('1.2.840.113549.1.9.5', new asn1js.UTCTime({ valueDate: at })),
        attribute('1.2.840.113549.1.9.4', new asn1js.OctetString({ valueHex: digest })),
      ],
    }),
  });
  const signed = new pkijs.SignedData({
    version: 1,
    encapContentInfo: new pkijs.EncapsulatedContentInfo({ eContentType: oidData }),
    signerInfos: [signer],
    certificates: [...identity.certificates],
  });
  await signed.sign(identity.key, 0, 'SHA-256', entity, engine);
  const content = new pkijs.ContentInfo({ contentType: oidSignedData, content: signed.toSchema(true) });
  return Buffer.from(content.toSchema().toBER(false));
}
