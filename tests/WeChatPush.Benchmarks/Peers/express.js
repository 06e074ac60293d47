'use strict';

// Express with nothing in it: reads the body and answers; verifies, decrypts and records nothing.
const express = require('express');

const [port] = process.argv.slice(2);
const app = express();
app.use(express.text({ type: () => true, limit: '1mb' }));
app.post('/wechat/:app', (request, response) => response.type('text/plain').send('success'));
app.listen(Number(port), '127.0.0.1');
