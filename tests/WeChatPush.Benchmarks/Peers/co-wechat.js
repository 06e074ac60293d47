'use strict';

// The usual Koa application: verifies, decrypts, parses, hands over, answers; records nothing.
const Koa = require('koa');
const wechat = require('co-wechat');

const [port, appid, token, encodingAESKey] = process.argv.slice(2);
const app = new Koa();
app.use(wechat({ appid, token, encodingAESKey }).middleware(async () => ''));
app.listen(Number(port), '127.0.0.1');
