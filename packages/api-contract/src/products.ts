/**
 * The products that share one endpoint. A call names its product by `Version` alone; no two
 * products have the same version (source: the vendor's published versions; `Cadastre` is ours).
 */
export const PRODUCTS = {
  VpcIpam: { version: '2023-02-28', ramCode: 'vpc' },
  Vpc: { version: '2016-04-28', ramCode: 'vpc' },
  Sts: { version: '2015-04-01', ramCode: 'sts' },
} as const;

export type ProductName = keyof typeof PRODUCTS;
