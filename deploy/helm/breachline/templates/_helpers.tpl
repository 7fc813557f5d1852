{{- define "breachline.labels" -}}
app.kubernetes.io/name: breachline
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "breachline.metadata" -}}
name: {{ .root.Release.Name }}-{{ .component }}
labels:
  {{- include "breachline.labels" . | nindent 2 }}
  app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
  app.kubernetes.io/managed-by: {{ .root.Release.Service }}
  helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
{{- end }}

{{- define "breachline.image" -}}
{{- with .Values.image -}}
{{ .repository }}{{ if .digest }}@{{ .digest }}{{ else }}:{{ .tag | default $.Chart.AppVersion }}{{ end }}
{{- end -}}
{{- end }}

{{- define "breachline.pod" -}}
automountServiceAccountToken: false
enableServiceLinks: false
{{- if ne .component "migrate" }}
serviceAccountName: {{ .root.Release.Name }}  # the migration runs before there is one
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  seccompProfile: {type: RuntimeDefault}
{{- with .root.Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "breachline.container" -}}
name: {{ .component }}
image: {{ include "breachline.image" .root | quote }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
args: [{{ .component }}]
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: {drop: [ALL]}
{{- end }}

{{/* Not all of them on the node that fails. */}}
{{- define "breachline.spread" -}}
topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: kubernetes.io/hostname
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "breachline.labels" . | nindent 8 }}
{{- end }}

{{/* What opens the store. */}}
{{- define "breachline.store" -}}
{{- range $name, $key := dict "BREACHLINE_STORE" "store" "BREACHLINE_KEYS" "keys" "BREACHLINE_MASTER_KEY" "master-key" }}
- name: {{ $name }}
  valueFrom:
    secretKeyRef:
      name: {{ $.root.Values.secrets.existingSecret }}
      key: {{ $key }}
{{- end }}
{{- end }}

{{/* What it tells: the metrics' ports are reached by Prometheus alone (network policies). */}}
{{- define "breachline.observability" -}}
- {name: BREACHLINE_LOG, value: {{ .root.Values.observability.log }}}
- {name: BREACHLINE_METRICS_HOST, value: "0.0.0.0"}
- {name: {{ include "breachline.metricsVariable" . }}, value: {{ include "breachline.metricsPort" . | quote }}}
{{- with .root.Values.observability.traces.endpoint }}
- {name: OTEL_EXPORTER_OTLP_ENDPOINT, value: {{ . | quote }}}
{{- end }}
{{- end }}

{{- define "breachline.metricsVariable" -}}
{{ get (dict "gateway" "METRICS_PORT" "rasa" "RASA_METRICS_PORT" "actions" "ACTIONS_METRICS_PORT") .component }}
{{- end }}

{{- define "breachline.metricsPort" -}}
{{ get (dict "gateway" "9101" "rasa" "9102" "actions" "9103") .component }}
{{- end }}

{{- define "breachline.fromPrometheus" -}}
{{- with .root.Values.networkPolicy.monitoringNamespace }}
- from:
    - namespaceSelector:
        matchLabels: {kubernetes.io/metadata.name: {{ . }}}
  ports: [{protocol: TCP, port: {{ include "breachline.metricsPort" $ }}}]
{{- end }}
{{- end }}

{{- define "breachline.toCollector" -}}
{{- with .Values.observability.traces }}
{{- if .endpoint }}
- to:
    - namespaceSelector:
        matchLabels: {kubernetes.io/metadata.name: {{ .namespace }}}
  ports: [{protocol: TCP, port: {{ .port }}}]
{{- end }}
{{- end }}
{{- end }}

{{- define "breachline.dns" -}}
- to:
    - namespaceSelector:
        matchLabels: {kubernetes.io/metadata.name: kube-system}
  ports: [{protocol: UDP, port: 53}, {protocol: TCP, port: 53}]
{{- end }}
