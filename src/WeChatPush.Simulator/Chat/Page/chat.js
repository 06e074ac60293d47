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

  const icon = name => {
    const namespace = 'http://www.w3.org/2000/svg';
    const svg = document.createElementNS(namespace, 'svg'), use = document.createElementNS(namespace, 'use');
    svg.setAttribute('class', 'icon');
    svg.setAttribute('aria-hidden', 'true');
    use.setAttribute('href', `#${name}`);
    svg.append(use);
    return svg;
  };

  const withIcon = (element, name, content) => {
    element.replaceChildren(icon(name), make('span', null, content));
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

  const card = (title, body, foot, name) => {
    const button = bubble(null, 'card');
    if (title !== null) button.append(make('strong', null, title || '（无标题 untitled）'));
    button.append(body, withIcon(make('span', 'foot'), name, foot));
    return button;
  };

  const picture = name => {
    const frame = make('div', 'picture');
    frame.append(icon(name));
    return frame;
  };

  // ---- bubbles, by the kind of message -------------------------------------------------------------------

  const mineBubbles = {
    text: words => bubble(words),
    image: () => card(null, picture('image'), '图片 Image', 'image'),
    page: () => card('商品详情 Product', picture('bag'), '小程序 Mini program', 'page'),
    enter: () => withIcon(bubble(null, 'act'), 'enter', '进入会话 Entered the session'),
    subscribe: template => withIcon(bubble(null, 'act'), 'bell', `同意订阅 Accepted: ${template}`),
  };

  const values = data => {
    const list = make('dl');
    for (const [key, entry] of Object.entries(data || {}))
      list.append(make('dt', null, key), make('dd', null, String(entry?.value ?? '')));
    return list;
  };

  const theirBubbles = {
    text: content => bubble(content?.content),
    image: content => card(null, picture('image'), `media_id ${content?.media_id ?? ''}`, 'image'),
    link: content => card(content?.title, make('span', null, content?.description), content?.url ?? '', 'link'),
    miniprogrampage: content => card(content?.title, picture('page'), `小程序 Mini program · ${content?.pagepath ?? ''}`, 'page'),
    subscribe: content => card('订阅消息 Subscribe message', values(content), '服务通知 Service notification', 'bell'),
    template: content => card('模板消息 Template message', values(content), '服务通知 Service notification', 'bell'),
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
      message.delivered ? '已送达 Delivered' : `未送达 Refused: errcode ${message.errCode ?? '–'} ${message.reason ?? ''}`),
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
      withIcon(status, answer.accepted ? 'check' : 'cross', `${last.outcome} · ${last.ms} ms${tried}`);
      status.classList.toggle('bad', !answer.accepted);
      if (!answer.accepted) note('该小程序提供的服务出现故障，请稍后再试', true);
      if (answer.reply?.includes('transfer_customer_service')) note('已转人工客服 Handed to a human agent');
      content.click();
      at('drawer').classList.remove('open');
    } catch (error) {
      withIcon(status, 'cross', error.message || '服务器没有回应 The server does not answer');
      status.classList.add('bad');
    }
    log.scrollTop = log.scrollHeight;
  };

  const receive = message => {
    if (message.comesAgain) {
      note(`令牌失效，换新后重发 The access token was refused (${message.errCode}): the server sends again with a new one`);
      return;
    }
    if (!message.delivered) {
      note(`客服消息被拒 A message to you was refused: errcode ${message.errCode ?? '–'} ${message.reason ?? ''}`, true);
      return;
    }
    const build = theirBubbles[message.kind] ?? (() => bubble(`[${message.kind}]`));
    row(false, build(message.content), () => showMessage(message));
  };

  const listen = () => {
    feed?.close();
    feed = new EventSource(`${base}/messages?openId=${encodeURIComponent(openId)}`);
    feed.addEventListener('open', () => at('line').className = 'line up');
    feed.addEventListener('error', () => at('line').className = 'line down');
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
    note(`${app.pushUrl} · ${app.mode} · ${app.format}`);
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
