
-- ARGV: user. Answers what is left and when it closes.
local remaining, closes = load_window(tag .. ':window:' .. ARGV[1])
return {remaining or false, closes or false}
