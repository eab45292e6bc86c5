// The runtime client of LocalAws for Node.js: it takes events from the Runtime API and hands them to the handler, as Lambda's managed runtime does.
// AWS Lambda Developer Guide, "Building Lambda functions with Node.js", "Define Lambda function handler in Node.js", "Using the Lambda runtime API for custom runtimes".
// It needs Node.js 18 or later and nothing else.

import { existsSync, readFileSync, realpathSync } from 'node:fs';
import http from 'node:http';
import nodeModule, { createRequire } from 'node:module';
import path from 'node:path';
import { Writable } from 'node:stream';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { format, types } from 'node:util';
import { isMainThread } from 'node:worker_threads';

// What functions may replace is taken before they are loaded.
const { Agent, request: startRequest } = http;
const require = createRequire(import.meta.url);
const isStreaming = Symbol.for('aws.lambda.runtime.handler.streaming');
const highWaterMark = Symbol.for('aws.lambda.runtime.handler.streaming.highWaterMark');
const requestId = Symbol.for('aws.lambda.runtime.requestId');

// The template's version decides how handlers are called, whatever Node.js this is: callbacks ended with nodejs24.x.
const version = Number(/nodejs(\d+)/.exec(process.env.AWS_EXECUTION_ENV)?.[1] ?? process.versions.node.split('.')[0]);
const hasCallbacks = version < 24;

/* ---------- the Runtime API ---------- */

class RuntimeApi {
  #agent = new Agent({ keepAlive: true });
  #host;
  #port;

  constructor(address) {
    [this.#host, this.#port] = address.split(':');
  }

  /** The next event and what is said about it; null when the environment is to end. */
  async next() {
    try {
      const answer = await this.#send('GET', 'invocation/next', {});
      return answer.status === 200 ? answer : null;
    } catch {
      return null;
    }
  }

  respond(id, json) {
    return this.#send('POST', `invocation/${id}/response`, { 'Content-Type': 'application/json' }, json);
  }

  fail(id, error) {
    return this.#sendError(`invocation/${id}/error`, error);
  }

  failInit(error) {
    return this.#sendError('init/error', error, placeOfFailure ? { 'X-LocalAws-Place': placeOfFailure } : {});
  }

  /** A response whose body is written by and by. */
  stream(id, contentType, answered) {
    return this.#start('POST', `invocation/${id}/response`, {
      'Content-Type': contentType,
      'Lambda-Runtime-Function-Response-Mode': 'streaming',
      'Transfer-Encoding': 'chunked',
      Trailer: 'Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body',
    }, answered);
  }

  #sendError(call, error, more) {
    const document = documentOf(error);
    const headers = { 'Content-Type': 'application/json', 'Lambda-Runtime-Function-Error-Type': headerText(document.errorType), ...more };
    return this.#send('POST', call, headers, JSON.stringify(document));
  }

  #send(method, call, headers, body) {
    return new Promise((resolve, reject) => {
      const request = this.#start(method, call, body === undefined ? headers : { ...headers, 'Content-Length': Buffer.byteLength(body) }, resolve);
      request.on('error', reject);
      request.end(body);
    });
  }

  #start(method, call, headers, answered) {
    // A client context has up to 16 KB as a header.
    const options = { agent: this.#agent, host: this.#host, port: this.#port, method, path: `/2018-06-01/runtime/${call}`, headers, maxHeaderSize: 64 * 1024 };
    return startRequest(options, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => answered({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks).toString() }));
      response.on('error', (error) => response.req.destroy(error));
    });
  }
}

/** A name as a header may carry it. */
const headerText = (text) => String(text).replace(/[^\x20-\x7e]/g, '?');

/* ---------- errors ---------- */

/** An error of the runtime itself, in its own words: `Runtime.ImportModuleError` and others. */
function fault(name, message, stack) {
  const Fault = { [name]: class extends Error {} }[name];
  Fault.prototype.name = `Runtime.${name}`;
  return Object.assign(new Fault(message), stack && { stack });
}

const escaped = (text) => text?.replaceAll('\x7F', '%7F');

const isErrorLike = (value) => types.isNativeError(value) || ['name', 'message', 'stack'].every((key) => typeof value?.[key] === 'string' && value[key]);

/** What the caller is told of an error. */
function documentOf(error) {
  try {
    return isErrorLike(error)
      ? { errorType: escaped(error.name), errorMessage: escaped(error.message), trace: escaped(error.stack)?.split('\n') ?? [] }
      : { errorType: typeof error, errorMessage: hasCallbacks ? error.toString() : String(error), trace: [] };
  } catch {
    return {
      errorType: 'handled',
      errorMessage: 'callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack',
    };
  }
}

/* ---------- the log ---------- */

const levels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];
const isJsonLog = process.env.AWS_LAMBDA_LOG_FORMAT?.toUpperCase() === 'JSON';

// Before the first event there is none.
const currentRequest = () => globalThis[requestId] ?? (hasCallbacks ? undefined : '-');

function textLine(level, parts) {
  return [new Date().toISOString(), `${currentRequest()}`, level, format(parts[0], ...parts.slice(1))].join('\t');
}

function jsonLine(level, parts) {
  const line = { timestamp: new Date().toISOString(), level, requestId: currentRequest() };
  if (parts.length <= 1) {
    try {
      return JSON.stringify({ ...line, message: parts[0] }, (_, value) => (value instanceof Error ? { ...errorFields(value), ...value } : value));
    } catch {
      return JSON.stringify({ ...line, message: format(parts[0]) });
    }
  }

  const error = parts.find((part) => part instanceof Error);
  return JSON.stringify({ ...line, message: format(...parts), ...(error && errorFields(error)) });
}

const errorFields = (error) => ({ errorType: error.constructor?.name ?? 'UnknownError', errorMessage: error.message, stackTrace: error.stack?.split?.('\n') ?? [] });

/** `console` writes lines of the log, each with its time, request and level. "Using Lambda advanced logging controls with Node.js". */
function patchConsole() {
  const least = levels.indexOf(process.env.AWS_LAMBDA_LOG_LEVEL?.toUpperCase());
  const line = isJsonLog ? jsonLine : textLine;
  levels.forEach((level, index) => {
    console[level.toLowerCase()] = index < least ? () => {} : (...parts) => { process.stdout.write(`${line(level, parts)}\n`); };
  });
  console.log = console.info;
}

function logError(what, thrown) {
  const error = thrown instanceof Error ? thrown : new Error(thrown);
  if (isJsonLog) {
    console.error(error);
    return;
  }

  const fields = (value) => (value instanceof Error
    ? { errorType: value.name, errorMessage: value.message, code: value.code, ...value, stack: value.stack?.split?.('\n') }
    : value);
  try {
    console.error(what, `\t${JSON.stringify(error, (_, value) => fields(value))}`);
  } catch {
    console.error(what, `\t${JSON.stringify(documentOf(error))}`);
  }
}

/* ---------- finding modules: import looks at NODE_PATH too, as require does ---------- */

let modulePath = [];

export function initialize(folders) {
  modulePath = folders;
}

export async function resolve(specifier, context, next) {
  try {
    return await next(specifier, context);
  } catch (error) {
    for (const [other, parentURL] of alternativesTo(specifier, error)) {
      try {
        return await next(other, { ...context, parentURL });
      } catch (again) {
        throwUnlessMissing(again);
      }
    }

    throw error;
  }
}

function resolveAtOnce(specifier, context, next) {
  try {
    return next(specifier, context);
  } catch (error) {
    for (const [other, parentURL] of alternativesTo(specifier, error)) {
      try {
        return next(other, { ...context, parentURL });
      } catch (again) {
        throwUnlessMissing(again);
      }
    }

    throw error;
  }
}

function* alternativesTo(specifier, error) {
  if (error?.code !== 'ERR_MODULE_NOT_FOUND' || /^(\.{0,2}\/|[a-z]+:|#)/i.test(specifier)) {
    return;
  }

  for (const folder of modulePath) {
    const above = pathToFileURL(path.join(path.dirname(folder), 'x.mjs')).href;
    if (path.basename(folder) === 'node_modules') {
      yield [specifier, above];
      continue;
    }

    try {
      yield [pathToFileURL(require.resolve(path.join(folder, specifier))).href, above];
    } catch {
      // Not in this one.
    }
  }
}

function throwUnlessMissing(error) {
  if (error?.code !== 'ERR_MODULE_NOT_FOUND') {
    throw error;
  }
}

/** Before Node.js 22.15 it takes a thread with ten megabytes, which a CommonJS handler without packages elsewhere is spared. */
function lookAtModulePath(root, isModule) {
  const folders = (process.env.NODE_PATH ?? '').split(path.delimiter).filter((folder) => folder && existsSync(folder));
  if (nodeModule.registerHooks) {
    modulePath = folders;
    nodeModule.registerHooks({ resolve: resolveAtOnce });
  } else if (folders.some((folder) => isModule || folder !== root)) {
    nodeModule.register?.(import.meta.url, { data: folders });
  }
}

/* ---------- the handler ---------- */

/** Finds and loads the handler: `file.export`, `folder/file.export`, `file.object.export`. */
async function load(root, name) {
  if (name.includes('..')) {
    throw fault('MalformedHandlerName', `'${name}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`);
  }

  const start = name.lastIndexOf('/') + 1;
  const parts = /^([^.]*)\.(.*)$/.exec(name.slice(start));
  if (!parts) {
    throw fault('MalformedHandlerName', 'Bad handler');
  }

  const handler = exportOf(await loadModule(root, name.slice(0, start), parts[1]), parts[2].split('.'));
  if (!handler) {
    throw fault('HandlerNotFound', `${name} is undefined or not exported`);
  }

  if (typeof handler !== 'function') {
    throw fault('HandlerNotFound', `${name} is not a function`);
  }

  if (!hasCallbacks && handler.length >= 3 && !handler[isStreaming]) {
    throw fault('CallbackHandlerDeprecated', 'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this '
      + 'function to use a supported handler signature to use Node.js 24 or later. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.');
  }

  if (handler[isStreaming] && handler[isStreaming] !== 'response') {
    throw fault('MalformedStreamingHandler', 'Only response streaming is supported.');
  }

  return handler;
}

function exportOf(loaded, keys) {
  const within = (object) => keys.reduce((value, key) => value?.[key], object);
  // From nodejs24.x on every module is imported, and what a CommonJS module exports is its default.
  return within(loaded) || (hasCallbacks ? undefined : within(loaded?.default));
}

async function loadModule(root, folder, name) {
  let file = '';
  try {
    const base = path.resolve(root, folder, name);
    for (const extension of ['', '.js', '.mjs', '.cjs']) {
      if (existsSync(base + extension)) {
        const isModule = extension === '.mjs' || (extension === '.js' && isOfModulePackage(path.dirname(base)));
        lookAtModulePath(root, isModule);
        file = base + extension;
        const loaded = isModule || !hasCallbacks ? await import(pathToFileURL(base + extension).href) : require(base + extension);
        if (loaded) {
          return loaded;
        }
      }
    }

    return require(require.resolve(name, { paths: [root, path.join(root, folder)] }));
  } catch (error) {
    placeOfFailure = placeOf(error, root, file);
    if (error instanceof SyntaxError) {
      throw fault('UserCodeSyntaxError', String(error), error.stack);
    }

    const told = withRemedy(error);
    throw told?.code === 'MODULE_NOT_FOUND' ? fault('ImportModuleError', String(told)) : told;
  }
}

/** The line of the function's own code at which it could not be loaded, for LocalAws to show; empty where nothing tells it. */
let placeOfFailure = '';

function placeOf(error, root, file) {
  try {
    const [, missing, importer] = /^Cannot find (?:package|module) '(.+)' imported from (.+)$/m.exec(error?.message) ?? [];
    if (importer) {
      const from = importer.startsWith('file:') ? fileURLToPath(importer) : importer;
      const line = readFileSync(from, 'utf8').split('\n').findIndex((one) => one.includes(path.basename(missing)));
      return encodeURI(`${from}:${line + 1}`);
    }

    // An ES module that cannot be parsed is named nowhere in its error: Node.js says it when it is asked about the file.
    return placeIn(error?.stack, root)
      || (error instanceof SyntaxError && file && placeIn(require('node:child_process').spawnSync(process.execPath, ['--check', file], { encoding: 'utf8', env: {} }).stderr, root)) || '';
  } catch {
    return '';
  }
}

/** The first line of a stack that is of the function's own code. */
function placeIn(stack, root) {
  const roots = [root, realpathSync(root)];
  for (const line of String(stack ?? '').split('\n')) {
    const [, named, number] = /^(?:\s+at (?:async )?(?:.*\()?)?(file:\/\/.+?|\/.+?|[A-Za-z]:[\\/].+?):(\d+)(?::\d+)?\)?$/.exec(line) ?? [];
    const file = named?.startsWith('file:') ? fileURLToPath(named) : named;
    if (file && roots.some((folder) => file.startsWith(folder)) && !file.includes(`${path.sep}node_modules${path.sep}`)) {
      return encodeURI(`${file}:${number}`);
    }
  }

  return '';
}

/** Whether the nearest package.json says that a `.js` file is an ES module. Node.js, "Modules: Packages". */
function isOfModulePackage(folder) {
  for (; path.basename(folder) !== 'node_modules'; folder = path.dirname(folder)) {
    const file = path.join(folder, 'package.json');
    if (existsSync(file)) {
      try {
        return JSON.parse(readFileSync(file, 'utf8')).type === 'module';
      } catch (error) {
        console.warn(`${file} is no JSON, so it makes no file an ES module.`, error);
        return false;
      }
    }

    if (folder === path.dirname(folder)) {
      break;
    }
  }

  return false;
}

/** Lambda's Node.js brings the AWS SDK, and this machine's does not. */
function withRemedy(error) {
  const missing = /^Cannot find (?:module|package) '((?:@aws-sdk|@smithy)\/[^'/]+|aws-sdk)/.exec(error?.message)?.[1];
  if (missing) {
    error.message = `${error.message}\nLambda's own Node.js has the AWS SDK; here the function's folder needs it: npm install --save-dev ${missing}`;
  }

  return error;
}

/* ---------- response streaming ---------- */

/** What a handler of `awslambda.streamifyResponse` writes to. "Writing response streaming-enabled Lambda functions". */
class ResponseStream extends Writable {
  #open;
  #request;
  #contentType = 'application/octet-stream';
  #isWritten = false;

  constructor(api, id, options) {
    super(options);
    this.answered = new Promise((resolve, reject) => {
      this.#open = () => {
        this.#request ??= api.stream(id, this.#contentType, resolve).on('error', (error) => {
          reject(error);
          this.destroy(error);
        });
        return this.#request;
      };
    });
    this.answered.catch(() => {});
  }

  setContentType(type) {
    if (this.#isWritten) {
      throw fault('InvalidStreamingOperation', 'Cannot set content-type, too late.');
    }

    this.#contentType = type;
  }

  write(chunk, ...rest) {
    if (!this.#isWritten) {
      this.#isWritten = true;
      this._onBeforeFirstWrite?.((first) => super.write(first));
    }

    return super.write(typeof chunk === 'string' || chunk instanceof Uint8Array ? chunk : JSON.stringify(chunk), ...rest);
  }

  /** Ends the response with what went wrong: in trailers, since the status has been sent. */
  fail(error) {
    const request = this.#open();
    if (request.writableEnded) {
      return;
    }

    const document = documentOf(error);
    request.addTrailers({
      'Lambda-Runtime-Function-Error-Type': headerText(document.errorType),
      'Lambda-Runtime-Function-Error-Body': Buffer.from(JSON.stringify(document)).toString('base64'),
    });
    if (this.destroyed) {
      request.end();
    } else {
      this.end();
    }
  }

  _write(chunk, encoding, done) {
    this.#open().write(chunk, done);
  }

  _final(done) {
    this.#open().end(done);
  }
}

/** Puts status, headers and cookies before the body: JSON, eight zero bytes, the body. */
class HttpResponseStream {
  static from(stream, prelude) {
    stream.setContentType('application/vnd.awslambda.http-integration-response');
    const json = JSON.stringify(prelude);
    stream._onBeforeFirstWrite = (write) => {
      write(json);
      write(new Uint8Array(8));
    };
    return stream;
  }
}

function offerStreaming() {
  if (['1', 'true'].includes(process.env.AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA)) {
    return;
  }

  globalThis.awslambda = {
    HttpResponseStream,
    streamifyResponse(handler, options) {
      handler[isStreaming] = 'response';
      if (typeof options?.highWaterMark === 'number') {
        handler[highWaterMark] = Math.trunc(options.highWaterMark);
      }

      return handler;
    },
  };
}

/* ---------- one invocation ---------- */

/** Called when the event loop has nothing left to do. */
let whenEmpty = () => {};

const isPromise = (value) => typeof value?.then === 'function';

const parsed = (name, json) => {
  try {
    return json && JSON.parse(json);
  } catch (error) {
    throw new Error(`Cannot parse ${name} as json: ${error}`);
  }
};

function contextOf(headers) {
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  return {
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: parsed('ClientContext', headers['lambda-runtime-client-context']),
    identity: parsed('CognitoIdentity', headers['lambda-runtime-cognito-identity']),
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    tenantId: headers['lambda-runtime-aws-tenant-id'],
    ...(!hasCallbacks && { xRayTraceId: headers['lambda-runtime-trace-id'] }),
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
}

/** What the handler comes to: by a callback, a method of the context or a promise, whichever is first; without any, once the event loop is empty. */
function call(handler, event, context) {
  return new Promise((resolve, reject) => {
    let isSettled = false;
    const settle = (error, result, waits) => {
      if (isSettled) {
        return;
      }

      isSettled = true;
      whenEmpty = () => {};
      if (error !== undefined && error !== null) {
        reject(error);
      } else if (waits) {
        whenEmpty = () => setImmediate(resolve, result);
      } else {
        resolve(result);
      }
    };
    const done = (error, result) => settle(error, result);
    const succeed = (result) => done(null, result);
    const fail = (error) => done(error ?? 'handled');
    const own = Object.assign({ callbackWaitsForEmptyEventLoop: true, succeed, fail, done }, context);
    const callback = (error, result) => settle(error, result, own.callbackWaitsForEmptyEventLoop);
    whenEmpty = () => (handler.constructor?.name === 'AsyncFunction' ? fail(fault('NodeJsExit', 'The Lambda runtime client detected an unexpected Node.js exit code. This is '
      + 'most commonly caused by a Promise that was never settled. For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes')) : succeed(null));
    try {
      const returned = handler(event, own, callback);
      if (isPromise(returned)) {
        returned.then(succeed, fail);
      }
    } catch (error) {
      callback(error);
    }
  });
}

async function answer(api, id, handler, event, context) {
  try {
    const result = await (hasCallbacks ? call(handler, event, context) : handler(event, context));
    await api.respond(id, jsonOf(result));
  } catch (error) {
    logError('Invoke Error', error);
    await api.fail(id, error);
  }
}

function jsonOf(result) {
  try {
    return JSON.stringify(result) ?? 'null';
  } catch {
    const words = 'Unable to stringify response body';
    throw hasCallbacks ? new Error(words) : fault('JSONStringifyError', words);
  }
}

async function answerByStream(api, id, handler, event, context) {
  const stream = new ResponseStream(api, id, handler[highWaterMark] ? { highWaterMark: handler[highWaterMark] } : {});
  try {
    const returned = handler(event, stream, context);
    if (!isPromise(returned)) {
      const words = 'Streaming does not support non-async handlers.';
      throw hasCallbacks ? words : new Error(words);
    }

    if (await returned !== undefined) {
      console.warn('Streaming handlers ignore return values.');
    }

    if (stream.destroyed && !stream.writableFinished) {
      throw new Error('Response stream is not finished.');
    }
  } catch (error) {
    logError('Invoke Error', error);
    stream.fail(error);
  }

  await stream.answered;
}

/** Goes on when the event loop is empty. */
const emptied = () => new Promise((go) => { whenEmpty = () => setImmediate(go); });

async function handle(api, handler, { headers, body }) {
  const id = headers['lambda-runtime-aws-request-id'];
  whenEmpty = () => {};
  globalThis[requestId] = id;
  const trace = headers['lambda-runtime-trace-id'];
  if (trace) {
    process.env._X_AMZN_TRACE_ID = trace;
  } else {
    delete process.env._X_AMZN_TRACE_ID;
  }

  let event;
  let context;
  try {
    event = JSON.parse(body);
    context = contextOf(headers);
  } catch (error) {
    logError('Invoke Error', error);
    await api.fail(id, error);
    return;
  }

  if (!handler[isStreaming]) {
    await answer(api, id, handler, event, context);
    return;
  }

  const own = hasCallbacks ? Object.assign({ callbackWaitsForEmptyEventLoop: true }, context) : context;
  await answerByStream(api, id, handler, event, own);
  if (own.callbackWaitsForEmptyEventLoop) {
    await emptied();
  }
}

/* ---------- from the start to the end ---------- */

async function main() {
  patchConsole();
  const api = new RuntimeApi(process.env.AWS_LAMBDA_RUNTIME_API);
  let tell = (error) => api.failInit(error);
  let isEnding = false;
  const end = (what, error, code) => {
    logError(what, error);
    if (!isEnding) {
      isEnding = true;
      tell(error).catch(() => {}).finally(() => process.exit(code));
    }
  };
  process.on('uncaughtException', (error) => end('Uncaught Exception', error, 129));
  process.on('unhandledRejection', (reason, promise) => {
    end('Unhandled Promise Rejection', Object.assign(fault('UnhandledPromiseRejection', String(reason)), { reason, promise }), 128);
  });
  process.on('beforeExit', () => whenEmpty());

  process.env.LAMBDA_RUNTIME_DIR ??= path.dirname(fileURLToPath(import.meta.url));
  offerStreaming();
  let handler;
  try {
    handler = await load(process.env.LAMBDA_TASK_ROOT ?? process.cwd(), process.env._HANDLER);
  } catch (error) {
    end('Uncaught Exception', error, 129);
    return;
  }

  for (let invocation = await api.next(); invocation; invocation = await api.next()) {
    tell = (error) => api.fail(invocation.headers['lambda-runtime-aws-request-id'], error);
    await handle(api, handler, invocation);
  }

  process.exit();
}

if (isMainThread) {
  main();
}
