using WeChatPush.Benchmarks.Accepting;

// accept: the durable accept on each store beside a bare endpoint, in one run.
// bare:   the bare endpoint itself, in a process of its own; started by "accept".
return args switch
{
    ["accept", .. var rest] => await AcceptBenchmark.RunAsync(rest),
    ["bare", var port] => await BareEndpoint.RunAsync(port),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        dotnet run -c Release --project tests/WeChatPush.Benchmarks -- accept [--seconds 5] [--rounds 3] [--connections 64]

          Requests per second, p50 and p99, and CPU per 100,000 pushes of the whole server on SQLite and on Redis, plaintext
          and secure, beside an endpoint that reads the body and answers "success". The server runs on one core, the load
          and Redis on the others; rounds are interleaved and medians are shown.
        """);
    return 2;
}
