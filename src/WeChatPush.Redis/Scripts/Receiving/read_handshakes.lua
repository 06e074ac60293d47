-- KEYS: the tag of an app. Answers its last URL verifications.
return call('GET', KEYS[1] .. ':handshakes')
