namespace WeChatPush.Simulator.FakeApi.Accounts;

/// <summary>The permits users gave: subscribe permits per template, and formIds, each good for one message.</summary>
public sealed class FakeCredits
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string OpenId, string TemplateId), int> _permits = [];
    private readonly HashSet<string> _usedFormIds = new(StringComparer.Ordinal);

    public void Grant(string openId, string templateId, int count = 1)
    {
        lock (_gate)
            _permits[(openId, templateId)] = _permits.GetValueOrDefault((openId, templateId)) + count;
    }

    /// <summary>The user switched the template off: every permit for it is gone.</summary>
    public void Reject(string openId, string templateId)
    {
        lock (_gate)
            _permits[(openId, templateId)] = 0;
    }

    public int Remaining(string openId, string templateId)
    {
        lock (_gate)
            return _permits.GetValueOrDefault((openId, templateId));
    }

    internal void Clear()
    {
        lock (_gate)
        {
            _permits.Clear();
            _usedFormIds.Clear();
        }
    }

    internal bool TrySpend(string openId, string templateId)
    {
        lock (_gate)
        {
            var left = _permits.GetValueOrDefault((openId, templateId));
            if (left == 0)
                return false;

            _permits[(openId, templateId)] = left - 1;
            return true;
        }
    }

    internal bool TryUseFormId(string formId)
    {
        lock (_gate)
            return _usedFormIds.Add(formId);
    }
}
