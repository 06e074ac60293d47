-- ARGV: now, user, and for each formId: itself, when it runs out (s), its number. Answers how many counted.
local u, counted = open(ARGV[2]), 0
load_log(u)
for i = 3, #ARGV, 3 do
  local form, expires = ARGV[i], tonumber(ARGV[i + 1])
  if expires > now and not place_of(u, form) and see(ARGV[i + 2]) and add_form(u, expires, form) then
    add_to_log(u, 'f', form, expires + KEEP_FORMS, ORDERED_FORMS)
    counted = counted + 1
  end
end
save_log(u)
close(u)
return counted
