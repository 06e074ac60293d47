using Microsoft.Extensions.DependencyInjection;
using WeChatPush.Coordination;

namespace WeChatPush.Admin;

internal static class AdminServices
{
    /// <summary>What is kept about those who administer: the audit.</summary>
    public static IServiceCollection AddAdmin(this IServiceCollection services) => services.AddSweep<AuditSweep>();
}
