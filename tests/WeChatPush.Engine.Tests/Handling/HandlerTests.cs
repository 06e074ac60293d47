using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using WeChatPush.Inbox;
using WeChatPush.Protocol.Messages;
using WeChatPush.Simulator.Pushing;
using WeChatPush.TestSupport;
using WeChatPush.TestSupport.Engine;

namespace WeChatPush.Engine.Tests.Handling;

/// <summary>Which handler gets a push, and what it is given.</summary>
public sealed class HandlerTests
{
    private readonly ScriptedMessages _messages = new();

    [Fact]
    public async Task AFunction_GetsTheTypedPush_AndMayAnswerItsUser()
    {
        await using var engine = await StartAsync(
            handlers => handlers.On<TextMessage>((message, sender) => sender.TextAsync($"{sender.App} {sender.Attempt}: {message.Content} 😀")));

        await engine.PushTextAsync("oUser", "你好");
        var body = await _messages.NextAsync();
        var push = await engine.WhenAsync(PushState.Done);

        body.GetProperty("touser").GetString().ShouldBe("oUser");
        body.GetProperty("text").GetProperty("content").GetString().ShouldBe("shop 1: 你好 😀");
        push.Timeline[^1].Detail.ShouldBe("TextMessage: sent");
        push.Sends.ShouldHaveSingleItem().Api.ShouldBe("/cgi-bin/message/custom/send");
    }

    [Fact]
    public async Task AClass_IsMadeAnewForEachPush_InAScopeThatEndsWithIt()
    {
        var scopes = new ConcurrentQueue<ScopedThing>();
        await using var engine = await StartAsync(
            handlers => handlers.On<TextMessage, EchoHandler>(),
            services => services.AddScoped<ScopedThing>().AddSingleton(scopes));

        await engine.PushTextAsync("o", "one");
        await engine.PushTextAsync("o", "two");
        await Eventually.TrueAsync(
            async () => (await engine.StoredAsync()).All(push => push.State == PushState.Done), () => "not done");

        _messages.Texts.ShouldBe(["one", "two"]);
        scopes.Distinct().Count().ShouldBe(2);
        scopes.ShouldAllBe(thing => thing.IsDisposed);
    }

    [Fact]
    public async Task AKind_HasOneOwner_AndTheRestHasOne()
    {
        await using var engine = await StartAsync(handlers =>
        {
            handlers.On<TextMessage>((_, _) => Task.CompletedTask);
            Should.Throw<InvalidOperationException>(() => handlers.On<TextMessage>((_, _) => Task.CompletedTask))
                .Message.ShouldContain("TextMessage");
            Should.Throw<InvalidOperationException>(() => handlers.On<TextMessage, EchoHandler>());
            handlers.Otherwise((_, _) => Task.CompletedTask);
            Should.Throw<InvalidOperationException>(() => handlers.Otherwise((_, _) => Task.CompletedTask));
        });
    }

    [Fact]
    public async Task TheRest_SeesEverythingWithoutAnOwner_UnknownEventsIncluded()
    {
        var seen = new ConcurrentQueue<string>();
        await using var engine = await StartAsync(handlers => handlers
            .On<ImageMessage>((_, _) => Task.CompletedTask)
            .Otherwise((message, sender) =>
            {
                seen.Enqueue($"{message.MsgType}/{message.Event}/{message["Planet"]}/{message["Deep.Inside"]}/{sender.OpenId}");
                return Task.CompletedTask;
            }));
        var app = engine.App();
        var user = new PushBuilder(app, "oUser");

        await engine.PushAsync(app, user.Event("landing_2099", ("Planet", "Mars"), ("Deep", new PushFields { { "Inside", 5 } })));
        await engine.PushAsync(app, user.Image("http://pic", "media"));
        await engine.PushAsync(app, user.OfType("hologram"));
        await engine.PushAsync(app, user.Raw("""{"InfoType":"ticket","CreateTime":1}"""u8.ToArray()));
        await Eventually.TrueAsync(
            async () => (await engine.StoredAsync()).All(push => push.State == PushState.Done), () => "not done");

        seen.Order(StringComparer.Ordinal).ShouldBe(["////", "event/landing_2099/Mars/5/oUser", "hologram////oUser"]);
    }

    [Fact]
    public async Task Push_WithoutAHandler_IsDoneWithoutEffect()
    {
        await using var engine = await StartAsync(_ => { });

        await engine.PushTextAsync("o", "hi");
        var push = await engine.WhenAsync(PushState.Done);

        push.Timeline[^1].Detail.ShouldBe("no handler");
        push.Sends.ShouldBeEmpty();
    }

    [Fact]
    public async Task Code_ComesBeforeRules_AndRulesBeforeTheRest()
    {
        await using var engine = await StartAsync(
            handlers => handlers
                .On<TextMessage>((_, sender) => sender.TextAsync("code"))
                .Otherwise((_, sender) => sender.TextAsync("rest")),
            settings: [("Apps:shop:Rules:0:MsgType", "text"), ("Apps:shop:Rules:0:Send:Text", "never"),
                ("Apps:shop:Rules:1:MsgType", "image"), ("Apps:shop:Rules:1:Send:Text", "rule")]);
        var app = engine.App();
        var user = new PushBuilder(app, "o");

        await engine.PushAsync(app, user.Text("hi"));
        await engine.PushAsync(app, user.Image("http://pic", "media"));
        await engine.PushAsync(app, user.OfType("hologram"));
        for (var i = 0; i < 3; i++)
            await _messages.NextAsync();

        _messages.Texts.ShouldBe(["code", "rule", "rest"]);
    }

    [Fact]
    public async Task ASend_ForAPushAboutNone_SaysSo()
    {
        await using var engine = await StartAsync(
            handlers => handlers.Otherwise((_, sender) => sender.TextAsync("hello?")), settings: [("Dispatching:MaxAttempts", "1")]);
        var app = engine.App();

        await engine.PushAsync(app, new PushBuilder(app, "o").Raw("""{"MsgType":"event","Event":"x","CreateTime":1}"""u8.ToArray()));
        var push = await engine.WhenAsync(PushState.Dead);

        push.Timeline[^1].Detail!.ShouldContain("about no user");
        _messages.Bodies.ShouldBeEmpty();
    }

    private Task<EngineUnderTest> StartAsync(
        Action<PushHandlers> handlers, Action<IServiceCollection>? services = null, IEnumerable<(string, string?)>? settings = null) =>
        EngineUnderTest.StartAsync(new EngineSetup
        {
            Messages = _messages, Handlers = handlers, Services = services, Settings = settings ?? [],
        });

    private sealed class ScopedThing : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }

    private sealed class EchoHandler(ScopedThing thing, ConcurrentQueue<ScopedThing> scopes) : IPushHandler<TextMessage>
    {
        public async Task HandleAsync(TextMessage message, PushSender sender, CancellationToken cancellationToken)
        {
            thing.IsDisposed.ShouldBeFalse();
            scopes.Enqueue(thing);
            await sender.TextAsync(message.Content);
        }
    }
}
