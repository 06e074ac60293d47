-- ARGV: now, name. Answers its version and its content, or nothing.
local version = version_of(ARGV[2])
if not version then return {} end
return {string.format('%.0f', version), call('HGET', records, ARGV[2])}
