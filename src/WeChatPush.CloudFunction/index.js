'use strict';

/*
 * Forwards the pushes that WeChat delivers to this cloud function (云开发 › 云函数接收消息推送) to a WeChatPush server, and
 * answers WeChat what the server answers. Needs nothing but Node.
 *
 * Environment variables of the function:
 *   WECHATPUSH_URL          https://push.example.com/wechat/shop
 *   WECHATPUSH_SECRET       whsec_…, the same as WeChatPush:Apps:shop:RelaySecret of the server
 *   WECHATPUSH_TIMEOUT_MS   how long the server may take; 4500 if left out. The function's own time limit must be longer.
 *
 * Every client that runs the mini program can call its cloud functions, and its input would be signed like a push. A call
 * whose context names a client is refused; forbid it in the security rules of the cloud functions as well (安全规则:
 * "invoke": false).
 */

const crypto = require('crypto');
const http = require('http');
const https = require('https');

const DEFAULT_TIMEOUT_MS = 4500;
const MAX_ANSWER_BYTES = 1024 * 1024;

// An instance serves many pushes; most of them need no new connection.
const agents = {
  'http:': new http.Agent({ keepAlive: true }),
  'https:': new https.Agent({ keepAlive: true }),
};

// The value follows the chain of calls (wx_client,scf), so one of these is enough.
const CLIENT_SOURCES = ['wx_client', 'wx_devtools', 'wx_localdebug', 'wx_crawler', 'web_client'];

exports.main = async function main(event, context) {
  refuseClients(event, context);
  const config = readConfig(process.env);
  const body = Buffer.from(JSON.stringify(event), 'utf8');
  const answer = await post(config, body, sign(config.key, body));

  // Any other status means: not stored, or not answered yet. Failing makes WeChat try again.
  if (answer.status !== 200) {
    throw new Error(`The WeChatPush server answered ${answer.status}.`);
  }
  return isJson(answer.type) ? JSON.parse(answer.text) : answer.text;
};

// The platform says who called, not the caller: in the process's environment, and in the context as an object, as JSON
// (environment) or as a list of name=value; (environ).
function refuseClients(event, context) {
  const places = [process.env, ...contextPlaces(context)];
  const sources = places
    .flatMap((place) => [place.TCB_SOURCE, place.SOURCE, place.WX_SOURCE])
    .flatMap((source) => (typeof source === 'string' ? source.split(',') : []))
    .map((source) => source.trim().toLowerCase());
  if (sources.some((source) => CLIENT_SOURCES.includes(source))) {
    throw new Error('This function relays the pushes of WeChat. A client called it, so it relays nothing.');
  }

  // Of the user whose message it is WeChat's push carries the openid, a client's call its own.
  const isMessage = event && typeof event.MsgType === 'string' && event.MsgType.toLowerCase() !== 'event';
  const callers = places.flatMap((place) => [place.WX_OPENID, place.OPENID]).filter(Boolean);
  if (isMessage && callers.some((caller) => caller !== event.FromUserName)) {
    throw new Error('This function relays the pushes of WeChat. Another user than its sender called it, so it relays nothing.');
  }
}

function contextPlaces(context) {
  if (!context || typeof context !== 'object') {
    return [];
  }
  return [context, readObject(context.environment), readPairs(context.environ)];
}

function readObject(value) {
  if (typeof value !== 'string') {
    return value && typeof value === 'object' ? value : {};
  }
  try {
    return readObject(JSON.parse(value) || {});
  } catch (error) {
    return {};
  }
}

function readPairs(value) {
  const pairs = typeof value === 'string' ? value.split(';') : [];
  return Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.indexOf('=')).trim(), pair.slice(pair.indexOf('=') + 1)]),
  );
}

function readConfig(environment) {
  const secret = /^whsec_([A-Za-z0-9+/]+=*)$/.exec(environment.WECHATPUSH_SECRET || '');
  if (!environment.WECHATPUSH_URL) {
    throw new Error('The environment variable WECHATPUSH_URL is not set.');
  }
  if (!secret) {
    throw new Error('The environment variable WECHATPUSH_SECRET is not a secret: whsec_ followed by base64.');
  }
  return {
    url: new URL(environment.WECHATPUSH_URL),
    key: Buffer.from(secret[1], 'base64'),
    timeout: Number(environment.WECHATPUSH_TIMEOUT_MS) || DEFAULT_TIMEOUT_MS,
  };
}

// Standard Webhooks.
function sign(key, body) {
  const id = `msg_${crypto.randomBytes(16).toString('hex')}`;
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = crypto.createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}

function post(config, body, signature, isSecond) {
  return new Promise((resolve, reject) => {
    const request = (config.url.protocol === 'https:' ? https : http).request(
      config.url,
      {
        method: 'POST',
        agent: agents[config.url.protocol],
        headers: Object.assign(
          { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length },
          signature,
        ),
      },
      (response) => {
        const chunks = [];
        let size = 0;
        response.on('data', (chunk) => {
          size += chunk.length;
          if (size > MAX_ANSWER_BYTES) {
            request.destroy(new Error('The answer of the WeChatPush server is too large.'));
          }
          chunks.push(chunk);
        });
        response.on('error', fail);
        response.on('aborted', () => fail(new Error('The answer of the WeChatPush server broke off.')));
        response.on('end', () => {
          clearTimeout(timeout);
          resolve({
            status: response.statusCode,
            type: response.headers['content-type'] || '',
            text: Buffer.concat(chunks).toString('utf8'),
          });
        });
      },
    );
    const timeout = setTimeout(
      () => request.destroy(new Error(`The WeChatPush server did not answer within ${config.timeout} ms.`)),
      config.timeout,
    );
    request.on('error', (error) => {
      // The server had closed a connection that was kept. It recognises a push that it gets twice.
      if (request.reusedSocket && error.code === 'ECONNRESET' && !isSecond) {
        clearTimeout(timeout);
        resolve(post(config, body, signature, true));
      } else {
        fail(error);
      }
    });
    request.end(body);

    function fail(error) {
      clearTimeout(timeout);
      reject(error);
    }
  });
}

function isJson(type) {
  return type.toLowerCase().startsWith('application/json');
}
