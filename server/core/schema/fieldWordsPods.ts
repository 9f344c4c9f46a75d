import type { FieldWords, WordTable } from './fieldWordsTable.ts'

const automountServiceAccountToken: FieldWords = {
  title: 'Give the pods a token for the API',
  text: 'Whether the credentials of the ServiceAccount are mounted into the pods.',
  absent: 'what the ServiceAccount says, else `true`',
}

const hostPaths =
  'Since KMM 2.7 a `hostPath` must be one of `/dev`, `/sys`, `/var`, `/opt`, `/run` or lie below it; others are refused.'

/** `spec.devicePlugin`. */
export const devicePluginWords: WordTable = {
  '': {
    title: 'Device plugin beside the driver',
    text: "A DaemonSet that offers the devices of the driver to pods as resources. It runs privileged on the Module's nodes, with `/var/lib/kubelet/device-plugins` of the node mounted.",
    wrong: ['Together with `dra` it is refused.'],
    example: 'devicePlugin:\n  container:\n    image: quay.io/example/my-device-plugin:1.0',
    page: 'deploy_kmod',
  },
  container: {
    title: "The device plugin's container",
    text: 'It is called `device-plugin` and runs privileged.',
    page: 'deploy_kmod',
  },
  initContainer: {
    title: 'A container that runs first',
    text: 'Runs to its end before the device plugin starts, for instance to wait for a device file. It is called `device-plugin-init` and runs privileged.',
  },
  serviceAccountName: {
    title: 'ServiceAccount of the device plugin',
    text: 'On OpenShift it must be allowed the `privileged` security context constraint.',
    absent:
      "the namespace's `default` ServiceAccount (on OpenShift in the operator's own namespace `kmm-operator-device-plugin`)",
  },
  automountServiceAccountToken,
  volumes: {
    title: 'Volumes for the device plugin',
    text: 'Standard Kubernetes volumes that `volumeMounts` of its containers can name.',
    wrong: [hostPaths, 'The name `kubelet-device-plugins` is taken by KMM.'],
    example: 'volumes:\n  - name: dev\n    hostPath:\n      path: /dev',
    page: 'deploy_kmod',
  },
}

/** `spec.dra`. */
export const draWords: WordTable = {
  '': {
    title: 'Driver for Dynamic Resource Allocation',
    text: "A DaemonSet with a DRA driver on the Module's nodes, and the DeviceClasses that go with it. Needs Kubernetes 1.34 (OpenShift 4.21) or later.",
    wrong: [
      'Together with `devicePlugin` it is refused.',
      'On an older cluster the webhook refuses it, whatever else is right.',
    ],
    example: 'dra:\n  driverName: gpu.example.com\n  container:\n    image: quay.io/example/my-dra-driver:1.0',
  },
  driverName: {
    title: 'Name of the DRA driver',
    text: 'A DNS name in lower case, the same that the driver registers with the kubelet.',
    example: 'driverName: gpu.example.com',
  },
  container: {
    title: "The DRA driver's container",
    text: 'It is called `dra`, runs privileged and in the network of the node. KMM sets `NODE_NAME`, `POD_UID`, `CDI_ROOT`, `KUBELET_REGISTRAR_DIRECTORY_PATH`, `KUBELET_PLUGINS_DIRECTORY_PATH` and `HEALTHCHECK_PORT`.',
    wrong: ['It is asked over gRPC on port 51515 whether it is alive (service `liveness`), from 30 seconds on.'],
  },
  initContainer: {
    title: 'A container that runs first',
    text: 'Runs to its end before the DRA driver starts. It is called `dra-init`.',
  },
  serviceAccountName: {
    title: 'ServiceAccount of the DRA driver',
    text: 'It must be allowed to write ResourceSlices, and on OpenShift to use the `privileged` security context constraint.',
    absent: "the namespace's `default` ServiceAccount",
  },
  automountServiceAccountToken,
  volumes: {
    title: 'Volumes for the DRA driver',
    text: 'Standard Kubernetes volumes that `volumeMounts` of its containers can name.',
    wrong: [hostPaths, 'The names `kubelet-plugins`, `kubelet-plugins-registry` and `cdi` are taken by KMM.'],
    example: 'volumes:\n  - name: dev\n    hostPath:\n      path: /dev',
  },
  deviceClasses: {
    title: 'DeviceClasses to make',
    text: 'KMM makes these cluster-wide objects and deletes them with the Module. Pods claim devices by their names.',
    wrong: ['Names must differ.'],
    example:
      'deviceClasses:\n  - name: gpu.example.com\n    selectors:\n      - cel:\n          expression: device.driver == "gpu.example.com"',
  },
  'deviceClasses[]': { title: 'One DeviceClass', text: 'A name, which devices belong to it, and how they are set up.' },
  'deviceClasses[].name': {
    title: 'Name of the DeviceClass',
    text: 'A DNS name in lower case, unique in the list and in the cluster.',
  },
  'deviceClasses[].selectors': {
    title: 'Which devices belong to it',
    text: 'At most 32 conditions; a device must meet all.',
  },
  'deviceClasses[].selectors[]': { title: 'One condition', text: 'A CEL expression below `cel`.' },
  'deviceClasses[].selectors[].cel': { title: 'Condition in CEL', text: 'Common Expression Language, over `device`.' },
  'deviceClasses[].selectors[].cel.expression': {
    title: 'The expression',
    text: 'True for the devices that belong to the class; `device.driver`, `device.attributes` and `device.capacity` can be asked.',
    example: 'expression: device.driver == "gpu.example.com"',
  },
  'deviceClasses[].config': {
    title: 'How devices are set up',
    text: 'At most 32 blocks of settings for drivers.',
  },
  'deviceClasses[].config[]': { title: 'One block of settings', text: 'For one driver, below `opaque`.' },
  'deviceClasses[].config[].opaque': {
    title: 'Settings only the driver understands',
    text: 'The name of the driver and what it shall get.',
  },
  'deviceClasses[].config[].opaque.driver': { title: 'Driver they are for', text: 'Usually the same as `driverName`.' },
  'deviceClasses[].config[].opaque.parameters': {
    title: 'The settings',
    text: 'Any object; its keys are up to the driver and nobody else checks them.',
  },
}
