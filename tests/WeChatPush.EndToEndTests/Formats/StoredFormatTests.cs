using WeChatPush.TestSupport;

namespace WeChatPush.EndToEndTests.Formats;

/// <summary>An update of the server finds what the version before wrote, and goes on with it.</summary>
public sealed class StoredFormatTests : IDisposable
{
    private readonly TemporaryDirectory _written = new();
    private readonly TemporaryDirectory _copy = new();

    [Theory]
    [InlineData("sqlite")]
    [InlineData("redis")]
    public async Task Data_WrittenByThisVersion_IsOpenedAndHandled(string store)
    {
        var state = StoredState.In(_written.Path, store);
        await FormatWriter.WriteAsync(state, store);

        await FormatReader.ReadAsync(state.CopyTo(_copy.Path), isFresh: true);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("redis")]
    public Task Data_WrittenByVersion_0_1_0_IsOpenedAndHandled(string store) =>
        FormatReader.ReadAsync(StoredState.Get("0.1.0", store).CopyTo(_copy.Path));

    public void Dispose()
    {
        _written.Dispose();
        _copy.Dispose();
    }
}
