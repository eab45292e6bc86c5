import { buildClient, CommitmentPolicy, KmsKeyringNode } from '@aws-crypto/client-node'

const { decrypt } = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_ALLOW_DECRYPT)
const keyring = new KmsKeyringNode({ keyIds: [process.env.KEY_ARN] })

/** Tells the test the code, or why there is none. */
export const handler = async event => {
  const told = { source: event.triggerSource, user: event.userName }
  try {
    const { plaintext, messageHeader } = await decrypt(keyring, Buffer.from(event.request.code, 'base64'))
    told.code = plaintext.toString()
    told.pool = messageHeader.encryptionContext['userpool-id']
  } catch (error) {
    told.refused = `${error.message} ${(error.errors ?? []).map(one => one.errPlus ?? one.message).join(' ')}`
  }

  await fetch(process.env.SINK, { method: 'POST', body: JSON.stringify(told) })
}
