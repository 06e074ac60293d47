-- The first part of every script. KEYS[1] is a hash tag: '{appid}' for what belongs to an AppID, '{app}' for the users
-- of an app. Everything runs out by itself; there is nothing to sweep.
--
--   {appid}:token         the access token: value, refresh, expires (ms)
--   {appid}:turn          the turn to renew it: holder, ends (ms)
--   {appid}:forced        the forced renewals of the last day, by time
--   {app}:window:<user>   a customer-service window: remaining, closes, granted (ms)
--   {app}:send:<user>     who sends to the user at the moment
local tag = KEYS[1]
