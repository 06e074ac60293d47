-- The last part of a script that does its step for many calls. ARGV[1] is the clock, or ''; then of each call how many arguments
-- it has, and these. Answers what the step answers, or its error, for each: what one call finds must not undo another's.
local results, at = {}, 2
while ARGV[at] do
  local count, arguments = tonumber(ARGV[at]), {}
  for i = 1, count do arguments[i] = ARGV[at + i] end
  local ok, result = pcall(step, arguments)
  if ok and result == nil then result = false end
  if not ok then result = { err = type(result) == 'table' and result.err or 'ERR ' .. tostring(result) } end
  results[#results + 1] = result
  at = at + count + 1
end
if after_all then after_all() end
return results
