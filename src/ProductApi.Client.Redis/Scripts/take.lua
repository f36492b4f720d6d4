-- Takes in a report and grants up to ARGV[13] sends; ARGV[14] is 1 where the process would send a probe.
-- Returns the time, the state, the members, what they may have in flight together, whether the start is still slow,
-- the seconds after which to ask again and how far to spread them, whether the grant is a look into an announced wait,
-- the first number granted, and the times of the sends.

local function grant(now, most, want, is_probe)
    local blocked = math.max(s['pace.pause'], s['opening.count'] > 0 and s['opening.until'] or 0)
    if blocked > now then return 0, blocked - now, 0, 0 end
    if s['announced.until'] > now then
        if now < s['announced.look'] then return 0, math.min(s['announced.until'], s['announced.look']) - now, 0, 0 end
        s['announced.look'] = now + LOOK
        return 1, 0, 0, 1
    end

    local is_paced = not is_unknown()
    local ahead = is_paced and s['pace.next'] - now or 0
    if is_probe then
        if now < s['alone'] and now - s['last_ok'] > SERVED then return 0, s['alone'] - now, 0, 0 end
        if ahead > SLACK then return 0, ahead, 0, 0 end
        s['alone'] = now + PROBE
        return 1, 0, 0, 0
    end

    local n, left = want, s['quota.left']
    if left ~= NONE and left > 0 and now < s['quota.reset'] and left <= cap then n = math.min(n, left - in_flight) end
    if is_ramping(now, most) then
        n = math.min(n, math.floor(most * (1 + now - s['ramp.at']) + 2 * s['served']) - (s['seq'] - s['ramp.seq']))
    end
    if s['pace.free'] > 0 then
        n = math.min(n, s['pace.free'])
    elseif is_paced then
        if ahead > AHEAD * HORIZON then return 0, ahead - (AHEAD - 1) * HORIZON, HORIZON / 2, 0 end
        n = math.min(n, math.max(1, math.floor(s['pace.rate'] * HORIZON / size)))
    end
    return math.max(0, n), POLL, 0, 0
end

local function count_busiest(now)
    local moment, at = 0.1, s['busiest.at']
    if now - at >= 2 * moment then
        s['busiest.at'], s['busiest.sent'], s['busiest.before'] = now, 0, 0
    elseif now - at >= moment then
        s['busiest.at'], s['busiest.sent'], s['busiest.before'] = at + moment, 0, s['busiest.sent']
    end
    s['busiest.sent'] = s['busiest.sent'] + 1
    local seen = moment
    if s['busiest.before'] > 0 then seen = seen + math.min(moment, now - s['busiest.at']) end
    s['busiest.rate'] = math.max(s['busiest.rate'], (s['busiest.sent'] + s['busiest.before']) / seen)
end

local function send(now, look)
    local is_paced = look == 0 and not is_unknown()
    local at = is_paced and math.max(s['pace.next'], now - SLACK) or now
    s['seq'] = s['seq'] + 1
    if s['cycle.start'] == NONE then s['cycle.start'] = at end
    if s['seq'] == s['cycle.first'] then s['cycle.first_at'] = at end
    if not is_known() then count_busiest(now) end
    if s['pace.free'] > 0 then s['pace.free'] = s['pace.free'] - 1 end
    if is_paced then s['pace.next'], s['pace.sends'] = at + 1 / s['pace.rate'], s['pace.sends'] + 1 end
    s['noise.last_at'], s['sent_at'], me.in_flight = now, now, me.in_flight + 1
    return to_text(at)
end

local now, most, want = store_time(), tonumber(ARGV[2]), tonumber(ARGV[13])
read_state(now)
count(now)
local has_waited = s['ramp.at'] < s['announced.until'] and s['announced.until'] <= now
if want > 0 and is_unknown() and (now - s['sent_at'] > GAP or has_waited) then restart_ramp(now, 0) end

local n, retry, spread, look = 0, 0, 0, 0
if want > 0 then n, retry, spread, look = grant(now, most, want, ARGV[14] == '1') end
if n > 0 and now - s['noise.last_at'] > GAP and s['noise.trial'] == 0 then
    s['noise.at'], s['noise.before'], s['noise.refused'], s['noise.rated'] = now, s['seq'], 0, 0
end
local first, times = s['seq'] + 1, {}
for i = 1, n do times[i] = send(now, look) end
save()
return {
    to_text(now), state_text(), size, cap, is_ramping(now, most) and 1 or 0, to_text(retry), to_text(spread), look, first, table.concat(times, ' '),
}
