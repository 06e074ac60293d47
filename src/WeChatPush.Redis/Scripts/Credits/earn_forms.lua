-- ARGV: now, user, and for each formId: itself, when it runs out (s), its number. Answers how many counted.
local u, counted = open(ARGV[2]), 0
for i = 3, #ARGV, 3 do
  local form, expires = ARGV[i], tonumber(ARGV[i + 1])
  if expires > now and see(ARGV[i + 2]) and add_form(u, expires, form) then counted = counted + 1 end
end
close(u)
return counted
