package io.unstir.storage.dashboard;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A panel's SQL with Grafana's macros for PostgreSQL written out as Grafana does, of the day that the tests tell of and for all tenants. */
record GrafanaSql(String text) {
    private static final String FROM = "'2025-03-01T00:00:00Z'";
    private static final String TO = "'2025-03-02T00:00:00Z'";
    private static final Pattern TIME_FILTER = Pattern.compile("\\$__timeFilter\\((\\w+)\\)");
    private static final Pattern TIME_GROUP = Pattern.compile("\\$__timeGroupAlias\\((\\w+), '(\\d+)m'\\)");

    String expanded() {
        var sql = TIME_FILTER.matcher(text).replaceAll("$1 BETWEEN " + FROM + " AND " + TO);
        sql = TIME_GROUP.matcher(sql).replaceAll(GrafanaSql::group);
        sql = sql.replace("$__timeFrom()", FROM).replace("$__timeTo()", TO).replace("$__interval", "1h");
        sql = sql.replace("$tenant", "'default','acme'");
        if (sql.contains("$")) {
            throw new IllegalArgumentException("a macro that is not known here: " + sql);
        }
        return sql;
    }

    private static String group(MatchResult macro) {
        int seconds = 60 * Integer.parseInt(macro.group(2));
        return Matcher.quoteReplacement(
                "floor(extract(epoch from %s)/%d)*%d AS \"time\"".formatted(macro.group(1), seconds, seconds));
    }
}
