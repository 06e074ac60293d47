local function is_reservation(r)
  if not r or type(r.user) ~= 'string' then return false end
  if type(r.no) == 'string' then return type(r.earned) == 'number' and type(r.long) == 'number' end
  return r.no == nil and type(r.form) == 'string' and type(r.expires) == 'number'
end

-- Ends a reservation of the ledger's own. False: it had ended before.
local function end_reservation(id, outcome)
  local packed = call('HGET', key('r'), id)
  if not packed then return false end
  -- The server asks only before a script's first write whether there is memory left, and never for one that takes away.
  call('ZREM', key('l'), id)
  local r = unpacked(packed)
  if not is_reservation(r) then
    set_field_aside(key('r'), id, packed, 'it is no reservation that this version knows')
    return false
  end
  call('HDEL', key('r'), id)
  local u = open(r.user)
  settle(u, r, outcome)
  close(u)
  return true
end
