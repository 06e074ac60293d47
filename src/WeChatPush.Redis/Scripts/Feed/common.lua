-- The feed of what happens, while there is a watcher: '{wechatpush}:feed' has its name and the number of the last event,
-- '{wechatpush}:feed:events' the last events. KEYS: the tag.
local feed, events = KEYS[1] .. ':feed', KEYS[1] .. ':feed:events'
local state = call('HMGET', feed, 'name', 'last')
local last = number_of(state[2])
local name = last and state[1]
