import {
  type Ambiguous,
  type GraphSettings,
  graphPost,
  graphPutFile,
  type Refused,
  type Unreachable,
} from './graph-request.ts';
import { textOf } from './json.ts';

type Example = { appId: string; accessToken: string; file: Blob; filename: string; mimeType: string };

/**
 * Gives Meta a file to look at (Graph API, "Resumable Upload"): a session of the app, then the bytes. `handle` is what a template's
 * definition calls it. What is cut off is begun anew: a session that is not ended does nothing.
 */
export type UploadExample = (
  example: Example,
) => Promise<{ kind: 'uploaded'; handle: string } | Refused | Ambiguous | Unreachable>;

const UPLOADED_WITHIN = 120_000;

/** It is put into the address as it came, signature and all: Meta does not know it escaped. */
const SESSION = /^upload:[\w\-.~:%=+]+(\?sig=[\w\-.~%=+]+)?$/;

export const exampleUpload =
  (settings: GraphSettings): UploadExample =>
  async ({ appId, accessToken, file, filename, mimeType }) => {
    const query = { file_name: filename, file_length: String(file.size), file_type: mimeType };
    const path = `${encodeURIComponent(appId)}/uploads`;
    const opened = await graphPost(settings, { path, query, accessToken, body: {} });
    if (opened.kind !== 'answered') return opened;
    const session = textOf(opened.body.id);
    if (!session || !SESSION.test(session)) return { kind: 'ambiguous', reason: 'an answer without an upload session' };
    const bytes = file.slice(0, file.size, mimeType);
    const patient = { ...settings, timeoutMs: UPLOADED_WITHIN };
    const answer = await graphPutFile(patient, { path: session, accessToken, file: bytes });
    if (answer.kind !== 'answered') return answer;
    const handle = textOf(answer.body.h);
    return handle ? { kind: 'uploaded', handle } : { kind: 'ambiguous', reason: 'an answer without a handle' };
  };
