-- Takes the work ARGV[2] for the holder ARGV[4] and ARGV[5] ms. Answers how far it has come, or nothing: another holder has it.
if not stopped then
  -- A lease that ends later than a new one would is of a time before the clock was set back.
  local lease = tonumber(ARGV[5])
  local is_held = lease_end > now and lease_end <= now + lease
  if holder ~= ARGV[4] and (is_held or lease == 0) then return false end
  keep(ARGV[4], tonumber(ARGV[5]))
end
return progress()
