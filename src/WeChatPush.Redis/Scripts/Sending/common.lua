-- The first part of every script. KEYS[1] is a hash tag: '{appid}' for what belongs to an AppID, '{app}' for the users
-- of an app. Everything runs out by itself; there is nothing to sweep.
--
--   {appid}:sealed        the access token: token (sealed: TokenSeal.cs), refresh, expires (ms)
--   {appid}:token         the same as 0.1.0 keeps it: not sealed. It runs out by itself within two hours
--   {appid}:turn          the turn to renew it: holder, ends (ms)
--   {appid}:forced        the forced renewals of the last day, by time
--   {app}:window:<user>   a customer-service window: remaining, closes, granted (ms)
--                         of its conversation: asked, answered (ms), pushes (ConversationPushes.cs)
--   {app}:asked           the users who wrote, by the last time of it (ms)
--   {app}:waiting         those of them who were not answered since
--   {app}:sent:<user>     the last messages to the user, newest first: the time (ms, 16 digits) and the message
--   {app}:send:<user>     who sends to the user at the moment
--   {app}:sendkey:<key>   the send of a caller's key, by their hashes: body, holder, ends (of its lease), forget (ms), answer
--   {app}:sendkeys        these keys, by the time at which they are forgotten
local tag = KEYS[1]

-- A user's window: what is left, when it closes, when it was granted. Nil: there is none, or it cannot be read, so that
-- nothing is known of the user.
local function load_window(key)
  local window = call('HMGET', key, 'remaining', 'closes', 'granted')
  local remaining, closes, granted = number_of(window[1]), time_of(window[2]), time_of(window[3])
  if remaining and remaining >= 0 and closes and granted then return remaining, closes, granted end
end

-- What the conversation of a user says: when the user wrote last, when that was answered, and the pushes.
local function load_conversation(key)
  local found = call('HMGET', key, 'asked', 'answered', 'pushes')
  return time_of(found[1]), time_of(found[2]), found[3] or ''
end

-- Notes that what the user wrote until then is answered.
local function answer(user, at)
  local key = tag .. ':window:' .. user
  if not load_window(key) then return 0 end
  local asked, answered = load_conversation(key)
  answered = math.max(answered or 0, at)
  call('HSET', key, 'answered', string.format('%.0f', answered))
  if asked and answered >= asked then call('ZREM', tag .. ':waiting', user) end
  return 1
end
