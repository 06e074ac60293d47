-- Takes the work ARGV[2] for the holder ARGV[4] and ARGV[5] ms. Answers how far it has come, or nothing: another holder has it.
if not stopped then
  if holder ~= ARGV[4] and lease_end > now then return false end
  keep(ARGV[4], tonumber(ARGV[5]))
end
return progress()
