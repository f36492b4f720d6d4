using System.Net;
using ProductApi.Client.Tests.ServerTable.Servers;

namespace ProductApi.Client.Tests.ServerTable;

internal static partial class ServerRows
{
    private static ServerRow[] RateLimited =>
    [
        Bucket("S1 bucket 50/s, Retry-After: 1", 2000, new Bounds(1.03, 1.8), new SeedReference(0.996, 23.29, 43.4)),
        Bucket("S1 with 200 products", 200, new Bounds(1.10, 9)),
        Bucket("S1 with 100 products", 100, new Bounds(1.40, 15)),
        new("S2 bucket 50/s, no header", (clock, random) => new TokenBucket(clock, random), 2000, Ideal.Bucket(2000, 50, 20))
        {
            Bounds = new(1.02, 1.8), Seed = new(0.973, 31.79, 86.4),
        },
        Nginx("S3 nginx 50 r/s, no burst", new Bounds(1.32, 3.2), HttpStatusCode.TooManyRequests),
        Nginx("S3 with 0.2 ms of jitter", new Bounds(1.15, 3.2), HttpStatusCode.TooManyRequests) with { Jitter = 0.0002, Seed = null },
        new("S4 window 100 per 10 s, headers", (clock, random) => new FixedWindow(clock, random) { QuotaHeaders = QuotaHeaders.Draft6 },
            1000, Ideal.Windows(9, 10, 100))
        {
            Bounds = new(1.04, 0.1), Seed = new(1.058, 15.25, 0),
        },
        Concurrency("S5 at most 10 in flight, 503", new Bounds(1.28, 2.6), HttpStatusCode.ServiceUnavailable, retryAfter: 0),
        Nginx("X1 nginx as S3, 503", new Bounds(1.36, 3.2), HttpStatusCode.ServiceUnavailable),
        new("X2 nginx 50 r/s, burst 20", (clock, random) => new NginxLimitReq(clock, random, burst: 20), 2000, Ideal.Bucket(2000, 50, 21))
        {
            Bounds = new(1.02, 1.8), Seed = new(0.974, 31.75, 85.7),
        },
        new("X3 ASP.NET bucket 50/s, 503", (clock, random) => new AspNetTokenBucket(clock, random), 2000, 39.3)
        {
            Bounds = new(1.06, 2.6), Seed = new(1.182, 31.51, 0),
        },
        new("X4 ASP.NET bucket 50/s, 429, Retry-After: 1",
            (clock, random) => new AspNetTokenBucket(clock, random) { Status = HttpStatusCode.TooManyRequests, RetryAfter = 1 }, 2000, 39.3)
        {
            Bounds = new(1.23, 1.8), Seed = new(1.166, 25.34, 0),
        },
        new("X5 window as S4, Retry-After only", (clock, random) => new FixedWindow(clock, random), 1000, Ideal.Windows(9, 10, 100))
        {
            Bounds = new(1.12, 2), Seed = new(1.058, 15.25, 0),
        },
        new("X5 with 5 % 500s", (clock, random) => new FixedWindow(clock, random) { FailureShare = 0.05 }, 1000, Ideal.Windows(9, 10, 100))
        {
            Bounds = new(1.16, 8),
        },
        new("X6 window 200 per 60 s, no header", (clock, random) => new FixedWindow(clock, random, 200, 60) { SendsRetryAfter = false },
            1000, Ideal.Windows(4, 60, 200))
        {
            Bounds = new(1.08, 6), Seed = new(0.25, 90.55, 760),
        },
        new("X7 bucket 50/s, quota headers", (clock, random) => new TokenBucket(clock, random) { QuotaHeaders = QuotaHeaders.Draft8 },
            2000, Ideal.Bucket(2000, 50, 20))
        {
            Bounds = new(1.06, 0.1), Seed = new(0.973, 31.79, 86.4),
        },
        new("X8 sliding log 100 per 2 s", (clock, random) => new SlidingLog(clock, random), 2000, 39.1)
        {
            Bounds = new(1.12, 2.2), Seed = new(1.03, 27.54, 0),
        },
        new("X9 sliding log that counts refusals", (clock, random) => new SlidingLog(clock, random) { CountsRefusals = true }, 2000, 39.1)
        {
            Bounds = new(1.12, 2.2), Seed = new(1.954, 49.55, 24.6),
        },
        Concurrency("Xa at most 10 in flight, 429", new Bounds(1.28, 2.6), HttpStatusCode.TooManyRequests, retryAfter: 0),
        Concurrency(
            "Xb at most 10 in flight, 503, Retry-After: 1", new Bounds(1.28, 2.4), HttpStatusCode.ServiceUnavailable, retryAfter: 1),
        new("Xd bucket 50/s, from 15 s on 25/s", (clock, random) => new TokenBucket(clock, random) { RetryAfter = 1 }.ChangingTo(
            25, at: 15),
            1500, 15 + ((1500 - 20 - 750) / 25.0))
        {
            Bounds = new(1.03, 2.8), Seed = new(0.937, 34.25, 87.1),
        },
        new("Xe bucket 25/s, from 15 s on 100/s", (clock, random) => new TokenBucket(clock, random, rate: 25) { RetryAfter = 1 }.ChangingTo(
            100, at: 15),
            3000, 15 + ((3000 - 20 - 375) / 100.0))
        {
            Bounds = new(1.24, 1.3), Seed = new(1.014, 15.19, 42.6),
        },
        new(
            "Xf bucket 2/s", (clock, random) => new TokenBucket(clock, random, rate: 2, burst: 5) { RoundsRetryAfterUp = true }, 200,
            Ideal.Bucket(200, 2, 5))
        {
            Bounds = new(1.05, 23), Seed = new(0.211, 92.05, 154.3),
        },
        new("Y4 bucket 50/s, 350 ms", (clock, random) => new TokenBucket(clock, random) { RetryAfter = 1, Latency = 0.35 }, 2000, 40)
        {
            Bounds = new(1.05, 1.2), Seed = new(1.012, 3.49, 0),
        },
        new("Y5 bucket 5/s", (clock, random) => new TokenBucket(clock, random, rate: 5, burst: 5) { RoundsRetryAfterUp = true }, 300, 59.1)
        {
            Bounds = new(1.05, 16), Seed = new(0.499, 82.85, 154.8),
        },
        new(
            "Y7 bucket 150/s", (clock, random) => new TokenBucket(clock, random, rate: 150, burst: 50) { RetryAfter = 1 }, 6000,
            (5950 / 150.0) + 0.1)
        {
            Bounds = new(1.06, 0.5), Seed = new(1.014, 2.01, 0),
        },
    ];

    private static ServerRow Bucket(string name, int count, Bounds bounds, SeedReference? seed = null) =>
        new(name, (clock, random) =>
            new TokenBucket(clock, random) { RetryAfter = 1 }, count, Ideal.Bucket(count, 50, 20))
        { Bounds = bounds, Seed = seed };

    private static ServerRow Nginx(string name, Bounds bounds, HttpStatusCode status) =>
        new(name, (clock, random) => new NginxLimitReq(clock, random) { Status = status }, 2000, (2000 / 50.0) + 0.11)
        {
            Bounds = bounds,
            Seed = new(1.563, 52.25, 331.3),
        };

    private static ServerRow Concurrency(string name, Bounds bounds, HttpStatusCode status, double retryAfter) =>
        new(
            name, (clock, random) => new ConcurrencyLimit(clock, random) { Refusal = new(status, retryAfter) }, 2000,
            Ideal.Concurrency(2000, 0.2, 10))
        {
            Bounds = bounds,
            Seed = new(0.992, 27.35, 157.7),
        };
}
