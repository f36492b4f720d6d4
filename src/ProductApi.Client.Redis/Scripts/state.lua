-- What the processes that share a limit have learned about it, and what is counted for them. Stands in front of take.lua and put.lua.
-- KEYS: the state (a hash), the members (a hash), the channel for changes.
-- ARGV 1 to 12, the report of a process: its name, the most it has in flight, the epoch of what follows, the grants it holds and the
-- granted sends it has in flight (a count, not a change: a lost report is mended by the next; empty while a grant may be on its way),
-- sends without a grant, attempts served and the age of the last one in seconds, the highest number answered, the numbers refused
-- ("7:0 9:1", 1 for a 429 that announced nothing), the quota left and the seconds to its reset, what a state that is lost starts from.
-- Times are seconds of the store's own clock.

local HORIZON = 0.1        -- seconds of the pace that all members together hold in advance
local AHEAD = 4            -- horizons; a send further away is not granted yet
local POLL = 0.02          -- seconds; nothing could be granted: ask again
local DEAD = 5             -- seconds; a member not heard of for so long does not count
local SERVED = 0.4         -- seconds; somebody was served so recently: the host is up
local SLACK = 0.02         -- seconds; a late send may be caught up by this much
local PROBE = 0.5          -- seconds that a probe has for itself
local LOOK = 10            -- seconds until the next look into an announced wait, should this one get lost
local BACK = 1             -- seconds that the store's clock may go back without a new beginning
local GAP = 2              -- seconds without a send: counting starts anew
local RECENT = 64          -- sends looked at
local LIFETIME = 3600      -- seconds the keys stay

local PARTS = {
    evidence = {
        'pace.rate', 'pace.ceiling', 'pace.step', 'pace.pause', 'pace.next', 'pace.climb', 'pace.sends', 'pace.free',
        'busiest.at', 'busiest.sent', 'busiest.before', 'busiest.rate',
        'cycle.first', 'cycle.start', 'cycle.dry', 'cycle.first_at', 'cycle.oks', 'cycle.refused',
        'noise.bad', 'noise.share', 'noise.judged', 'noise.cuts', 'noise.trial', 'noise.good', 'noise.was',
        'noise.last_at', 'noise.at', 'noise.before', 'noise.refused', 'noise.rated',
        'window.length', 'window.shut', 'window.opened', 'window.stopped', 'window.until', 'window.known', 'window.quota', 'window.passed',
    },
    announced = {
        'announced.until', 'announced.after', 'announced.rate', 'announced.look', 'announced.early', 'announced.failed', 'announced.verdict',
    },
    opening = { 'opening.until', 'opening.count' },
    counts = {
        'born', 'version', 'epoch', 'quota.left', 'quota.reset', 'seq', 'last', 'last_ok', 'sent_at', 'alone', 'ramp.at', 'ramp.seq', 'served',
    },
}
local ORDER = { 'evidence', 'announced', 'opening', 'counts' }
local NONE = '-'

local s, raw, was = {}, {}, {}
local members, cap, size, in_flight, me = {}, 0, 0, 0, nil

local function store_time()
    local time = redis.call('TIME')
    return tonumber(time[1]) + tonumber(time[2]) / 1000000
end

local function to_text(value)
    if type(value) == 'string' then return value end
    if value == math.huge then return '1e999' end
    if value == -math.huge then return '-1e999' end
    return string.format('%.17g', value)
end

local function to_value(name, text)
    if name == 'noise.bad' or text == NONE then return text end
    return tonumber(text)
end

local function words(text)
    local found = {}
    for word in string.gmatch(text, '%S+') do found[#found + 1] = word end
    return found
end

local function is_known() return s['pace.rate'] < math.huge end
local function is_unknown() return s['pace.free'] > 0 or not is_known() end

local function restart_ramp(now, rate)
    s['ramp.at'], s['ramp.seq'], s['served'] = now, s['seq'], math.floor(rate * HORIZON)
end

local function is_ramping(now, most)
    return is_unknown() and size > 1 and most * (1 + now - s['ramp.at']) + 2 * s['served'] < cap
end

local function set_bad(number, is_bad)
    local at, bad = number % RECENT, s['noise.bad']
    s['noise.bad'] = string.sub(bad, 1, at) .. (is_bad and '1' or '0') .. string.sub(bad, at + 2)
end

local function create(now, seed)
    for _, part in ipairs(ORDER) do
        for _, name in ipairs(PARTS[part]) do s[name] = 0 end
    end
    s['born'] = math.floor(now * 1000000)
    for _, name in ipairs({
        'pace.pause', 'pace.next', 'cycle.first_at', 'noise.last_at', 'noise.at', 'window.opened', 'window.stopped', 'window.until',
        'announced.until', 'announced.verdict', 'opening.until', 'quota.reset', 'ramp.at',
    }) do s[name] = now end
    for _, name in ipairs({ 'pace.rate', 'pace.ceiling', 'pace.climb', 'announced.after', 'announced.rate', 'announced.look' }) do
        s[name] = math.huge
    end
    s['busiest.at'], s['busiest.rate'], s['pace.step'] = -math.huge, 1, 0.03
    s['cycle.first'], s['cycle.start'], s['quota.left'] = 1, NONE, NONE
    s['noise.bad'], s['version'], s['epoch'] = string.rep('0', RECENT), 1, 1
    seed = words(seed)
    if #seed == 4 then
        s['pace.rate'], s['pace.ceiling'] = tonumber(seed[1]), tonumber(seed[2])
        s['noise.share'], s['noise.judged'] = tonumber(seed[3]), tonumber(seed[4])
        s['pace.climb'], s['cycle.start'] = now + 2, now
    end
end

local function read_state(now)
    local fields = redis.call('HGETALL', KEYS[1])
    if #fields == 0 then return create(now, ARGV[12]) end
    for i = 1, #fields, 2 do
        local name = fields[i]
        raw[name] = fields[i + 1]
        s[name] = to_value(name, raw[name])
        was[name] = s[name]
    end

    -- The clock has gone back: times of before would hold everybody until it has caught up.
    if s['sent_at'] > now + BACK then
        raw, was = {}, {}
        create(now, ARGV[12])
    end
end

local function field(name)
    if raw[name] and s[name] == was[name] then return raw[name] end
    return to_text(s[name])
end

local function state_text()
    local text = {}
    for _, part in ipairs(ORDER) do
        for _, name in ipairs(PARTS[part]) do text[#text + 1] = field(name) end
    end
    return table.concat(text, ' ')
end

local function count_members(now, held)
    local fields = redis.call('HGETALL', KEYS[2])
    for i = 1, #fields, 2 do
        local about = words(fields[i + 1])
        members[fields[i]] = { seen = tonumber(about[1]), most = tonumber(about[2]), in_flight = tonumber(about[3]) }
    end
    me = members[ARGV[1]] or { in_flight = 0 }
    members[ARGV[1]] = me
    me.seen, me.most, me.in_flight = now, tonumber(ARGV[2]), held or me.in_flight
    for name, member in pairs(members) do
        if math.abs(now - member.seen) >= DEAD then
            redis.call('HDEL', KEYS[2], name)
        else
            size, cap, in_flight = size + 1, cap + member.most, in_flight + member.in_flight
        end
    end
end

-- A send counts once it, or a later one, was answered.
local function count_evidence(served)
    local answered, last = math.min(tonumber(ARGV[8]), s['seq']), s['last']
    s['served'], s['cycle.oks'] = s['served'] + served, s['cycle.oks'] + served
    for number = math.max(last + 1, answered - RECENT + 1), answered do set_bad(number, false) end
    s['last'] = math.max(last, answered)
    for _, word in ipairs(words(ARGV[9])) do
        local colon = string.find(word, ':', 1, true)
        local number, rated = tonumber(string.sub(word, 1, colon - 1)), tonumber(string.sub(word, colon + 1))
        if number >= s['cycle.first'] then s['cycle.refused'] = s['cycle.refused'] + 1 end
        if s['last'] - number < RECENT then set_bad(number, true) end
        if number > s['noise.before'] then
            s['noise.refused'], s['noise.rated'] = s['noise.refused'] + 1, math.max(s['noise.rated'], rated)
        end
    end
end

local function count_quota(now)
    if ARGV[10] == '' then return end
    local left, reset = tonumber(ARGV[10]), now + tonumber(ARGV[11])
    if s['quota.left'] ~= NONE and now < s['quota.reset'] then
        left, reset = math.min(left, s['quota.left']), math.min(reset, s['quota.reset'])
    end
    s['quota.left'], s['quota.reset'] = left, reset
end

local function count(now)
    local served, served_at = tonumber(ARGV[6]), now - tonumber(ARGV[7])
    count_members(now, tonumber(ARGV[4]))
    if served > 0 and served_at > s['last_ok'] then s['last_ok'], s['alone'] = served_at, 0 end
    if tonumber(ARGV[5]) > 0 then
        s['sent_at'] = now
        if s['cycle.start'] == NONE then s['cycle.start'] = now end
    end
    count_quota(now)
    if ARGV[3] == field('born') .. ':' .. field('epoch') then count_evidence(served) end
end

local function save()
    local changed = {}
    for name, value in pairs(s) do
        if value ~= was[name] then
            changed[#changed + 1] = name
            changed[#changed + 1] = to_text(value)
        end
    end
    if #changed > 0 then redis.call('HSET', KEYS[1], unpack(changed)) end
    redis.call('HSET', KEYS[2], ARGV[1], table.concat({ to_text(me.seen), to_text(me.most), to_text(me.in_flight) }, ' '))
    redis.call('EXPIRE', KEYS[1], LIFETIME)
    redis.call('EXPIRE', KEYS[2], LIFETIME)
end
