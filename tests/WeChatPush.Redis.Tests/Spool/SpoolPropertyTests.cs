using System.Security.Cryptography;
using System.Text;
using WeChatPush.Inbox;
using WeChatPush.Protocol;
using WeChatPush.Storage;
using WeChatPush.StoreContracts;
using WeChatPush.TestSupport;

namespace WeChatPush.Redis.Tests.Spool;

/// <summary>
/// Pushes, retries, outages of a real Redis and restarts of the instance in any order: what was acknowledged is handled once,
/// and of each user in order.
/// </summary>
public sealed class SpoolPropertyTests : IAsyncLifetime
{
    private static readonly string[] Apps = ["shop", "club"];

    private readonly TemporaryDirectory _directory = new();
    private RedisServer _redis = null!;
    private Server _state;
    private int _scripts;

    private enum Server
    {
        Answers,
        Hangs,
        IsDead,
    }

    private enum Command
    {
        Push,
        PushMany,
        Retry,
        Handle,
        Hang,
        Kill,
        Return,
        Restart,
    }

    public async Task InitializeAsync() => _redis = await RedisServer.StartAsync();

    public async Task DisposeAsync()
    {
        await ReturnAsync();
        await _redis.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public void EachAcknowledgedPush_IsHandledOnce_AndInItsUsersOrder() =>
        RandomScripts.Play(Enum.GetValues<Command>().Length, 1000, 3, PlayAsync);

    private async Task PlayAsync((int Kind, int Choice)[] script)
    {
        await ReturnAsync();
        var run = new Run(_directory.File($"{++_scripts}.db"), $"{_redis.ConnectionString},defaultDatabase={_scripts}");
        await using (run)
        {
            foreach (var (kind, choice) in script)
                await DoAsync(run, (Command)kind, choice);
            await ReturnAsync();
            await Eventually.TrueAsync(
                () => Task.FromResult(run.Spooled == 0), () => $"{run.Spooled} are left in the spool", TimeSpan.FromSeconds(30));
            await run.HandleAllAsync();
            run.Check();
        }
    }

    private async Task DoAsync(Run run, Command command, int choice)
    {
        switch (command)
        {
            case Command.Push:
                await run.PushAsync(choice);
                break;
            case Command.PushMany:
                for (var i = 0; i < 8; i++)
                    await run.PushAsync(choice + i);
                break;
            case Command.Retry:
                await run.RetryAsync(choice);
                break;
            case Command.Handle when _state == Server.Answers:
                await run.HandleAsync(1 + (choice % 10));
                break;
            case Command.Hang when _state == Server.Answers:
                await _redis.HangAsync();
                _state = Server.Hangs;
                break;
            case Command.Kill when _state == Server.Answers:
                await _redis.KillAsync();
                _state = Server.IsDead;
                break;
            case Command.Return:
                await ReturnAsync();
                break;
            case Command.Restart:
                await run.RestartAsync();
                break;
            default:
                break; // the server is away already
        }
    }

    private async Task ReturnAsync()
    {
        await (_state switch
        {
            Server.Hangs => _redis.GoOnAsync(),
            Server.IsDead => _redis.StartAgainAsync(),
            _ => Task.CompletedTask,
        });
        _state = Server.Answers;
    }

    /// <summary>One script: the instance, what it acknowledged, and what was handled.</summary>
    private sealed class Run(string path, string redis) : IAsyncDisposable
    {
        private readonly WeChatPushOptions _settings = new() { Receiving = { AppendTimeout = TimeSpan.FromSeconds(0.3) } };
        private readonly List<IncomingPush> _acknowledged = [];
        private readonly List<ClaimedPush> _handled = [];
        private SpooledInstance? _instance;
        private int _number;

        public int Spooled => _instance?.Spool.Count ?? 0;

        public async Task RestartAsync()
        {
            await DisposeAsync();
            _instance = null;
            await InstanceAsync();
        }

        public async Task PushAsync(int choice)
        {
            var (app, user) = (Apps[choice % 2], $"user {choice % 7}");
            var name = $"{++_number}";
            var push = new IncomingPush
            {
                Id = PushId.New(DateTimeOffset.UtcNow),
                App = app,
                Key = PushKey.Read(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, PushKey.Size)),
                Window = TimeSpan.FromHours(1),
                OpenId = user,
                MsgType = "text",
                Event = null,
                CreateTime = 1,
                ReceivedAt = DateTimeOffset.UtcNow,
                Body = Encoding.UTF8.GetBytes(name),
            };
            if (await AppendAsync(push))
                _acknowledged.Add(push);
        }

        public async Task RetryAsync(int choice)
        {
            if (_acknowledged.Count > 0)
                await AppendAsync(_acknowledged[choice % _acknowledged.Count] with { Id = PushId.New(DateTimeOffset.UtcNow) });
        }

        public async Task<bool> HandleAsync(int max)
        {
            var inbox = (await InstanceAsync()).Inbox;
            try
            {
                var (pushes, _) = await inbox.ClaimAsync(max, ClaimScope.All, AppQuota.Unlimited, CancellationToken.None);
                foreach (var push in pushes)
                {
                    _handled.Add(push);
                    (await inbox.SettleAsync(push, new Settlement.Done(null), CancellationToken.None)).ShouldBeTrue();
                }

                return pushes.Count > 0;
            }
            catch (StoreUnavailableException)
            {
                return true; // the connection comes back in a moment
            }
        }

        public async Task HandleAllAsync()
        {
            while (await HandleAsync(100))
            {
            }
        }

        public void Check()
        {
            foreach (var user in _acknowledged.GroupBy(push => (push.App, push.OpenId)))
            {
                // One whose retry was not acknowledged at first may be stored under the id of that.
                _handled.Where(push => (push.App, push.OpenId) == user.Key).Select(push => Encoding.UTF8.GetString(push.Body.Span))
                    .ShouldBe(user.Select(push => Encoding.UTF8.GetString(push.Body.Span)));
            }

            _handled.Count.ShouldBe(_acknowledged.Count);
        }

        public async ValueTask DisposeAsync()
        {
            if (_instance is not null)
                await _instance.DisposeAsync();
        }

        private async Task<bool> AppendAsync(IncomingPush push)
        {
            using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            var outcome = await (await InstanceAsync()).Inbox.AppendAsync(push, deadline.Token);
            return outcome is AppendOutcome.Stored or AppendOutcome.Duplicate;
        }

        private async Task<SpooledInstance> InstanceAsync()
        {
            if (_instance is null)
            {
                foreach (var app in Apps)
                    _settings.Apps.TryAdd(app, new AppOptions());
                _instance = new SpooledInstance(path, redis, _settings);
                await _instance.StartAsync();
            }

            return _instance;
        }
    }
}
