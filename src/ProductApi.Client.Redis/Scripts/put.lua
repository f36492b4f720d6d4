-- Takes in a report and replaces parts of the state, unless it is no longer the version ARGV[13].
-- ARGV 14 to 16: pace, cycle, noise and window together; the announced wait; the opening. Each may be empty.
-- Returns the time, whether the parts were taken, and the state; what was taken is published.

local function replace(part, text)
    local values = words(text)
    for i, name in ipairs(PARTS[part]) do s[name] = to_value(name, values[i]) end
end

-- A new cycle: what was granted before is void, what is in flight an echo.
local function begin_epoch(now, old, has_begun)
    s['epoch'], s['cycle.first'], s['cycle.first_at'] = s['epoch'] + 1, s['seq'] + 1, now
    s['cycle.oks'], s['cycle.refused'] = 0, 0
    s['noise.before'] = has_begun and s['seq'] or old.before + s['seq'] - s['last']
    s['last'], s['pace.next'] = s['seq'], math.max(now, s['pace.pause'])
    if is_known() then return end
    local was_fine = old.rate < math.huge and now - s['last_ok'] < SERVED
    restart_ramp(now, was_fine and old.rate or 0)
end

local function replace_evidence(now, text)
    local old = {
        rate = s['pace.rate'], next = s['pace.next'], first = s['cycle.first'], before = s['noise.before'], last_at = s['noise.last_at'],
    }
    replace('evidence', text)
    local has_begun = s['noise.before'] ~= old.before
    s['noise.last_at'] = old.last_at
    if s['cycle.first'] ~= old.first or is_known() ~= (old.rate < math.huge) then
        begin_epoch(now, old, has_begun)
    else
        s['pace.next'] = math.max(old.next, s['pace.pause'])
    end
end

local now = store_time()
read_state(now)
count(now)
local is_current = ARGV[13] == field('born') .. ':' .. field('version')
if is_current then
    if ARGV[14] ~= '' then replace_evidence(now, ARGV[14]) end
    if ARGV[15] ~= '' then replace('announced', ARGV[15]) end
    if ARGV[16] ~= '' then replace('opening', ARGV[16]) end
    s['version'] = s['version'] + 1
end
save()
local text = state_text()
if is_current then redis.call('PUBLISH', KEYS[3], text) end
return { to_text(now), is_current and 1 or 0, text }
