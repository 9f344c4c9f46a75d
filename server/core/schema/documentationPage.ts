/** A page about KMM: of its own documentation, or the chapter of OpenShift's that says what only Red Hat's KMM has. */
export type DocumentationPage =
  | 'deploy_kmod'
  | 'kmod_image'
  | 'secure_boot'
  | 'firmwares'
  | 'ordered_upgrade'
  | 'preflight_validation'
  | 'hub_spoke'
  | 'openshift'

/** Address of a page. */
export function documentationUrl(page: DocumentationPage): string {
  return page === 'openshift'
    ? 'https://docs.redhat.com/en/documentation/openshift_container_platform/4.20/html/specialized_hardware_and_driver_enablement/kernel-module-management-operator'
    : `https://kmm.sigs.k8s.io/documentation/${page}/`
}
