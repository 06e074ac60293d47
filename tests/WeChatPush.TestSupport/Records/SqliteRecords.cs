using Microsoft.Data.Sqlite;

namespace WeChatPush.TestSupport.Records;

/// <summary>Every column of the tables of a file whose names match <paramref name="tables"/>, as the file itself lists them.</summary>
internal sealed class SqliteRecords(string path, string tables = "*")
{
    // Of the youngest rows: what is over and done with matters less.
    private const int Youngest = 5;
    private const int MaxRows = 2000;

    public IReadOnlyList<string> FindPlaces()
    {
        using var connection = Open();
        return
        [
            .. Read(connection, $"SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'schema' AND name GLOB '{tables}'")
                .SelectMany(table => Read(connection, $"SELECT name FROM pragma_table_info('{table[0]}')")
                    .Select(column => $"{table[0]}.{column[0]}")),
        ];
    }

    public SpoiledRecord? Spoil(string place, Rubbish rubbish, Random random, string about = "")
    {
        using var connection = Open();
        var (table, column) = (place.Split('.')[0], place.Split('.')[1]);
        var columns = Read(connection, $"SELECT name FROM pragma_table_info('{table}')").ConvertAll(row => $"{row[0]}");
        var keys = Read(connection, $"SELECT name FROM pragma_table_info('{table}') WHERE pk > 0").ConvertAll(row => $"{row[0]}");
        var own = columns.Contains("app") ? "WHERE app = 'shop'" : "";
        var rows = Read(connection, $"SELECT {string.Join(", ", columns)} FROM {table} {own} ORDER BY {keys[0]} DESC LIMIT {MaxRows}");
        var named = about.Length > 0 ? rows.FindAll(row => ToText(row).Contains(about, StringComparison.Ordinal)) : [];
        rows = named.Count > 0 ? named : [.. rows.Take(Youngest)];
        if (rows.Count == 0)
            return null;
        var row = rows[random.Next(rows.Count)];
        using var update = connection.CreateCommand();
        update.CommandText = $"UPDATE {table} SET {column} = $value WHERE {string.Join(" AND ", keys.Select((key, i) => $"{key} IS $key{i}"))}";
        update.Parameters.AddWithValue("$value", ValueOf(rubbish, row[columns.IndexOf(column)], random));
        for (var i = 0; i < keys.Count; i++)
            update.Parameters.AddWithValue($"$key{i}", row[columns.IndexOf(keys[i])]);
        try
        {
            return update.ExecuteNonQuery() == 1 ? new SpoiledRecord(ToText(row)) : null;
        }
        catch (SqliteException)
        {
            // What the schema forbids, nobody finds there.
            return null;
        }
    }

    private static object ValueOf(Rubbish rubbish, object before, Random random) => rubbish switch
    {
        Rubbish.Bytes => RubbishBytes.Create(random),
        Rubbish.Text => "rubbish",
        Rubbish.Empty => before is string ? "" : before is byte[] ? Array.Empty<byte>() : DBNull.Value,
        Rubbish.Truncated => before is byte[] { Length: > 0 } bytes ? bytes[..random.Next(bytes.Length)]
            : before is string { Length: > 0 } text ? text[..random.Next(text.Length)] : 0.5,
        Rubbish.LargeNumber => long.MaxValue - 1,
        Rubbish.NegativeNumber => -77L,
        _ => before is long ? "1e999" : 77L,
    };

    private static string ToText(object[] row) => string.Join(
        " ", row.Select(value => value is byte[] bytes ? $"{Convert.ToHexStringLower(bytes)} {RubbishBytes.ToText(bytes)}" : $"{value}"));

    private static List<object[]> Read(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<object[]>();
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        return connection;
    }
}
