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
 * Every client that runs the mini program can call its cloud functions, and its input would be signed like a push: forbid
 * it for this one in the security rules of the cloud functions (安全规则: "invoke": false).
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

exports.main = async function main(event) {
  const config = readConfig(process.env);
  const body = Buffer.from(JSON.stringify(event), 'utf8');
  const answer = await post(config, body, sign(config.key, body));

  // Any other status means: not stored, or not answered yet. Failing makes WeChat try again.
  if (answer.status !== 200) {
    throw new Error(`The WeChatPush server answered ${answer.status}.`);
  }
  return isJson(answer.type) ? JSON.parse(answer.text) : answer.text;
};

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
