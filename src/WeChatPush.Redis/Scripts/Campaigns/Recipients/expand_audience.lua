-- ARGV: now, the campaign's id, at most so many users, at most so many looks. Answers 1: all recipients are known, or it
-- does not run.
local c = load_campaign(ARGV[2])
if not c or not c.running or c.gathered == '1' then return 1 end
local max, looks = tonumber(ARGV[3]), tonumber(ARGV[4])
local shard, last = string.match(c.walk, '^(%d*):(.*)$')
local users = {}
local next
if c.kind == 'template' then
  local more, at
  more, at, users = walk_forms(last or '', max, max + looks)
  next = more and ':' .. at or nil
else
  local no = call('HGET', key('t'), c.template)
  if no then
    local at, told
    at, told, users = walk_permits(no, number_of(shard) or 0, last or '', max, looks)
    next = at >= 0 and at .. ':' .. told or nil
  end
end
append(c, users)
if next then change(c, 'walk', next) else change(c, 'gathered', '1') end
save_campaign(c)
return c.gathered == '1' and 1 or 0
