-- The last part of a script that does its step for many calls. ARGV[1] is the clock, or ''; then of each call how many arguments
-- it has, and these. Answers what the step answers for each, and the errors, each behind the number of its call: what one call
-- finds must not undo another's.
local results, errors, at = {}, {}, 2
while ARGV[at] do
  local count, arguments = tonumber(ARGV[at]), {}
  for i = 1, count do arguments[i] = ARGV[at + i] end
  local ok, result = pcall(step, arguments)
  if not ok or (type(result) == 'table' and result.err) then
    errors[#errors + 1] = #results + 1
    errors[#errors + 1] = type(result) == 'table' and result.err or tostring(result)
    result = false
  end
  results[#results + 1] = result or false
  at = at + count + 1
end
if after_all then after_all() end
return { results, errors }
