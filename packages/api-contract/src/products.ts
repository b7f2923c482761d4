/**
 * The products that share one endpoint. A call names its product by `Version` alone; no two
 * products have the same version (source: the vendor's published versions; `Cadastre` is ours).
 */
export const PRODUCTS = {
  VpcIpam: { version: '2023-02-28', ramCode: 'vpc' },
  Vpc: { version: '2016-04-28', ramCode: 'vpc' },
  Sts: { version: '2015-04-01', ramCode: 'sts' },
  Ram: { version: '2015-05-01', ramCode: 'ram' },
  ResourceManager: { version: '2020-03-31', ramCode: 'ram' },
  BssOpenApi: { version: '2017-12-14', ramCode: 'bss' },
  Location: { version: '2015-06-12', ramCode: 'location' },
  Cadastre: { version: '2026-11-01', ramCode: 'cadastre' },
  ResourceSharing: { version: '2020-01-10', ramCode: 'resourcesharing' },
} as const;

export type ProductName = keyof typeof PRODUCTS;
