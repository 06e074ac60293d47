using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WeChatPush.Coordination;
using WeChatPush.Storage;

namespace WeChatPush.Operations;

internal static class OperationsServices
{
    /// <summary>Adds work on many dead letters.</summary>
    public static IServiceCollection AddOperations(this IServiceCollection services)
    {
        services.TryAddSingleton<OperationBook>();
        services.TryAddSingleton<IOperations, OperationService>();
        services.AddSingleton<IAppEraser, OperationAppEraser>();
        services.AddSingleton<IUserEraser, OperationUserEraser>();
        services.AddSupervised<OperationRunner>();
        return services.AddSweep<OperationSweep>();
    }
}
