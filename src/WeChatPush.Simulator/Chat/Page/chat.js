'use strict';

// Whatever a person or a server wrote reaches the page through textContent only: it is shown, never run.
(() => {
  const base = document.currentScript.dataset.base;
  const at = id => document.getElementById(id);
  const log = at('log'), nickname = at('nickname'), text = at('text'), details = at('details');
  let app = null, feed = null, openId = '';

  const make = (tag, className, content) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (content !== undefined && content !== null) element.textContent = content;
    return element;
  };

  const show = element => {
    log.append(element);
    log.scrollTop = log.scrollHeight;
    return element;
  };

  const note = (content, bad) => show(make('p', bad ? 'note bad' : 'note', content));

  const row = (mine, content, pick) => {
    const line = make('div', mine ? 'row mine' : 'row theirs');
    const cell = make('div', 'cell');
    content.addEventListener('click', () => {
      document.querySelectorAll('.picked').forEach(other => other.classList.remove('picked'));
      content.classList.add('picked');
      pick();
      at('drawer').classList.add('open');
    });
    cell.append(content);
    const name = mine ? nickname.value : app?.name;
    line.append(make('div', 'face', Array.from(name || '?')[0].toUpperCase()), cell);
    show(line);
    return cell;
  };

  const bubble = (content, className) => {
    const button = make('button', className ? `bubble ${className}` : 'bubble', content);
    button.type = 'button';
    return button;
  };

  const card = (title, body, foot) => {
    const button = bubble(null, 'card');
    button.append(make('strong', null, title || '（无标题 untitled）'), ...[body].flat().filter(Boolean));
    button.append(make('span', 'foot', foot));
    return button;
  };

  const picture = symbol => make('div', 'picture', symbol);

  // ---- bubbles, by the kind of message -------------------------------------------------------------------

  const mineBubbles = {
    text: words => bubble(words),
    image: () => { const button = bubble(null, 'card'); button.append(picture('🏞️')); return button; },
    page: () => card('商品详情 Product', picture('🛍️'), '🧩 小程序 Mini program'),
    enter: () => bubble('（进入客服会话）entered the session'),
    subscribe: template => bubble(`🔔 同意订阅 accepted: ${template}`),
  };

  const values = data => {
    const list = make('dl');
    for (const [key, entry] of Object.entries(data || {}))
      list.append(make('dt', null, key), make('dd', null, String(entry?.value ?? '')));
    return list;
  };

  const theirBubbles = {
    text: content => bubble(content?.content),
    image: content => {
      const button = bubble(null, 'card');
      button.append(picture('🖼️'), make('span', 'foot', `media_id ${content?.media_id ?? ''}`));
      return button;
    },
    link: content => card(content?.title, make('span', null, content?.description), `🔗 ${content?.url ?? ''}`),
    miniprogrampage: content => card(content?.title, picture('🧩'), `小程序 Mini program · ${content?.pagepath ?? ''}`),
    subscribe: content => card('订阅消息 Subscribe message', values(content), '🔔 服务通知 Service notification'),
    template: content => card('模板消息 Template message', values(content), '🔔 服务通知 Service notification'),
  };

  // ---- the drawer ----------------------------------------------------------------------------------------

  // Indents without reading numbers: MsgId is larger than JavaScript's numbers can hold.
  const pretty = body => {
    try {
      JSON.parse(body);
    } catch {
      return body;
    }
    let depth = 0;
    const line = () => '\n' + '  '.repeat(depth);
    return body.replace(/"(?:\\.|[^"\\])*"|[{}[\],:]|\s+/g, token => {
      if (/^\s/.test(token)) return '';
      if (token === ':') return ': ';
      if (token === ',') return ',' + line();
      if (token === '{' || token === '[') return depth++, token + line();
      if (token === '}' || token === ']') return depth--, line() + token;
      return token;
    });
  };

  const section = (title, body) => [make('h3', null, title), make('pre', null, pretty(body))];

  const triesTable = tries => {
    const table = make('table'), head = make('tr');
    head.append(...['#', '结果 Outcome', 'HTTP', '用时 Time'].map(title => make('th', null, title)));
    table.append(head);
    for (const one of tries) {
      const line = make('tr'), good = !one.problem;
      const outcome = make('td', good ? 'good' : 'bad', good ? one.outcome : `${one.outcome}: ${one.problem}`);
      line.append(make('td', null, one.number), outcome, make('td', null, one.status ?? '–'), make('td', null, `${one.ms} ms`));
      table.append(line);
    }
    return table;
  };

  const showPush = answer => details.replaceChildren(
    make('h3', null, '尝试 Tries (5 s, ≤ 3)'), triesTable(answer.tries),
    ...section('原文 What WeChat says', answer.clear),
    ...(answer.sent === answer.clear ? [] : section('线上 On the wire', answer.sent)),
    ...section('回包 The answer', answer.tries.at(-1).answer || '（空 empty）'),
    ...(answer.reply && answer.reply !== answer.tries.at(-1).answer ? section('解密后 Decrypted', answer.reply) : []),
    make('p', 'small', answer.mayStillReceive === null || answer.mayStillReceive === undefined ? ''
      : `客服消息剩余 Customer-service messages left: ${answer.mayStillReceive}`));

  const showMessage = message => details.replaceChildren(
    make('p', message.delivered ? 'good' : 'bad',
      message.delivered ? '已送达 Delivered' : `未送达 Refused: errcode ${message.errCode ?? '–'}`),
    ...section('接口请求 The call to the API', message.raw));

  // ---- what goes out, what comes in ----------------------------------------------------------------------

  const push = async (kind, words) => {
    let answer = null;
    const content = mineBubbles[kind](words);
    const cell = row(true, content, () => answer && showPush(answer));
    const status = make('span', 'status', '发送中 sending…');
    cell.append(status);
    try {
      const response = await fetch(`${base}/push`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ nickname: nickname.value, kind, text: words }),
      });
      const result = await response.json();
      if (!response.ok) throw new Error(result.problem);
      answer = result;
      const last = answer.tries.at(-1);
      const tried = answer.tries.length > 1 ? ` · ${answer.tries.length} 次 tries` : '';
      status.textContent = `${answer.accepted ? '✓' : '✘'} ${last.outcome} · ${last.ms} ms${tried}`;
      status.classList.toggle('bad', !answer.accepted);
      if (!answer.accepted) note('该小程序提供的服务出现故障，请稍后再试', true);
      if (answer.reply?.includes('transfer_customer_service')) note('已转人工客服 Handed to a human agent');
      content.click();
      at('drawer').classList.remove('open');
    } catch (error) {
      status.textContent = `✘ ${error.message || '服务器没有回应 the server does not answer'}`;
      status.classList.add('bad');
    }
    log.scrollTop = log.scrollHeight;
  };

  const receive = message => {
    if (!message.delivered) {
      note(`客服消息被拒 A message to you was refused: errcode ${message.errCode ?? '–'}`, true);
      return;
    }
    const build = theirBubbles[message.kind] ?? (() => bubble(`[${message.kind}]`));
    row(false, build(message.content), () => showMessage(message));
  };

  const listen = () => {
    feed?.close();
    feed = new EventSource(`${base}/messages?openId=${encodeURIComponent(openId)}`);
    feed.addEventListener('open', () => at('line').classList.add('up'));
    feed.addEventListener('error', () => at('line').classList.remove('up'));
    feed.addEventListener('message', event => receive(JSON.parse(event.data)));
  };

  const become = async name => {
    nickname.value = name.trim() || 'Lee';
    localStorage.setItem('wechat-simulator-nickname', nickname.value);
    const response = await fetch(`${base}/app?nickname=${encodeURIComponent(nickname.value)}`);
    if (!response.ok) {
      note('没有配置小程序 No app is configured: there is no URL to push to.', true);
      return;
    }
    app = await response.json();
    if (openId === app.openId) return;
    openId = app.openId;
    at('title').textContent = app.name;
    document.title = `${app.name} · 微信模拟器 WeChat simulator`;
    note(`${nickname.value} · ${openId}`);
    note(`→ ${app.pushUrl} (${app.mode}, ${app.format})`);
    listen();
  };

  at('compose').addEventListener('submit', event => {
    event.preventDefault();
    if (!text.value) return;
    push('text', text.value);
    text.value = '';
    text.focus();
  });
  at('more').addEventListener('click', () => {
    const open = at('tray').hidden;
    at('tray').hidden = !open;
    at('more').setAttribute('aria-expanded', String(open));
  });
  at('tray').addEventListener('click', event => {
    const kind = event.target.closest('button')?.dataset.kind;
    if (!kind) return;
    if (kind === 'subscribe') at('ask').showModal();
    else push(kind);
  });
  at('refuse').addEventListener('click', () => at('ask').close());
  at('accept').addEventListener('click', () => {
    at('ask').close();
    if (at('template').value) push('subscribe', at('template').value);
  });
  at('close').addEventListener('click', () => at('drawer').classList.remove('open'));
  nickname.addEventListener('change', () => become(nickname.value));
  become(localStorage.getItem('wechat-simulator-nickname') || 'Lee');
})();
