-- ARGV: now, the last user that was returned, at most so many users, at most so many looks. Answers 1 if there may be more,
-- the last user that was looked at, and those who have a formId that has not run out.
local more, last, users = walk_forms(ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]))
return {more and 1 or 0, last, unpack(users)}
