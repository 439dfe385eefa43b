package io.unstir.storage.dashboard;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A panel's SQL with Grafana's macros for PostgreSQL written out, over all time that the tests know and for all their tenants. */
record GrafanaSql(String text) {
    private static final Pattern TIME_FILTER = Pattern.compile("\\$__timeFilter\\((\\w+)\\)");
    private static final Pattern TIME_GROUP = Pattern.compile("\\$__timeGroupAlias\\((\\w+), '(\\d+)m'\\)");

    String expanded() {
        var sql = TIME_FILTER.matcher(text).replaceAll("$1 BETWEEN '2020-01-01T00:00:00Z' AND '2099-01-01T00:00:00Z'");
        sql = TIME_GROUP.matcher(sql).replaceAll(GrafanaSql::group).replace("$tenant", "'default','acme','trainers'");
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
