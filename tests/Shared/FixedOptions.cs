using Microsoft.Extensions.Options;

namespace WeChatPush.TestSupport;

/// <summary>Options that a test holds in its hand; <see cref="Set"/> is a configuration reload.</summary>
internal sealed class FixedOptions<T>(T value) : IOptionsMonitor<T>
{
    private event Action<T, string?>? Changed;

    public T CurrentValue { get; private set; } = value;

    public T Get(string? name) => CurrentValue;

    public IDisposable OnChange(Action<T, string?> listener)
    {
        Changed += listener;
        return new Subscription(() => Changed -= listener);
    }

    public void Set(T value)
    {
        CurrentValue = value;
        Changed?.Invoke(value, null);
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
