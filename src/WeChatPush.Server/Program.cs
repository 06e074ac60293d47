using WeChatPush.Server.Admin;
using WeChatPush.Server.Admission;
using WeChatPush.Server.Development;
using WeChatPush.Server.Health;
using WeChatPush.Server.Hosting;

try
{
    switch (args)
    {
        case [HealthCheckCommand.Name, .. var options]:
            return await HealthCheckCommand.RunAsync(options, Console.Error);
        case [AdminKeyCommand.Name, .. var options]:
            return await AdminKeyCommand.RunAsync(options, Console.Out, Console.Error);
    }

    OpenFiles.EnsureEnough();
    var builder = WebApplication.CreateBuilder(ServerBuilder.Start(args));
    builder.AddServer();
    builder.AddWeChatPush();
    await using var simulator = await DevelopmentSimulator.StartAsync(builder);

    await using var app = builder.Build();
    app.UseServer();
    app.MapWeChatPush();
    app.MapServer();
    simulator.Map(app);
    await app.RunAsync();
    return 0;
}
catch (Exception failure) when (StartupFailure.Report(failure, Console.Error))
{
    return 1;
}
