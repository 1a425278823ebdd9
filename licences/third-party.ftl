What is needed besides ragged's own code (Apache-2.0, see LICENSE), under the licences of its makers.
Where a jar does not carry its licence's text, LICENSE or the folder licences has it. With OR, the choice is yours.

<#list dependencyMap as e>
<#assign p = e.getKey()>
<#if p.groupId != "dev.ragged">
${p.groupId}:${p.artifactId}:${p.version} | ${e.getValue()?join(" OR ")} | ${p.url!"-"}
</#if>
</#list>
